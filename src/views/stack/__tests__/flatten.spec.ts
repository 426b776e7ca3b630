import frames from '../../../../protocol/examples/frames.json';
import members from '../../../../protocol/examples/members.json';
import stack from '../../../../protocol/examples/stack.json';
import { framesKey, pathKey } from '../../../model/stack';
import type { Frames, Members, Slot, Stack } from '../../../protocol';
import { flatten } from '../flatten';
import { treeStep } from '../keys';
import type { TreeRow, TreeState } from '../rows';

const golden = stack as Stack;
const orders = (golden.stacks[0].groups[0].first.locals?.items ?? [])[3].object;

function state(changes: Partial<TreeState> = {}): TreeState {
  return {
    stack: golden,
    members: new Map(),
    frames: new Map(),
    toggled: new Set(),
    asked: new Map(),
    isGlobalInUse: false,
    ...changes
  };
}

/** The tree as indented text. */
function drawn(rows: readonly TreeRow[]): string[] {
  return rows.map(row => `${'  '.repeat(row.level - 1)}${named(row)}`);
}

function named(row: TreeRow): string {
  switch (row.type) {
    case 'stack':
      return `stack ${row.stack.name}`;
    case 'group':
      return `${row.group.first.function} x ${row.group.count}`;
    case 'frame':
      return `frame ${row.frame.frame_id}`;
    case 'slot':
      return row.slot.name;
    case 'more':
      return `${row.remaining} more from ${row.ask.start}`;
    case 'note':
      return `(${row.note.kind})`;
  }
}

const find = (rows: readonly TreeRow[], name: string) =>
  rows.findIndex(row => named(row) === name);

function slots(count: number, prefix = ''): Slot[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `${prefix}${index}`,
    name_kind: 'index' as const,
    object: { ...orders, address: `0x${index}` }
  }));
}

const page = (
  path: number[],
  start: number,
  count: number,
  total: number
): Members => ({
  ...(members as Members),
  name: 'order_list',
  path,
  members: { items: slots(count), start, total, truncated: false }
});

describe('flatten', () => {
  it('shows the global frame, then the traceback with equal frames folded', () => {
    expect(drawn(flatten(state()))).toEqual([
      'frame global',
      '  title',
      '  count',
      '  person1',
      '  order_list',
      '  samples',
      '  recent',
      '  (hidden)',
      'stack Traceback',
      '  frame traceback:0',
      '    (empty)',
      '  recursive_function x 2967',
      '    frame traceback:1',
      '      n',
      '    2965 more from 1',
      '    frame traceback:2967',
      '      n'
    ]);
  });

  it('folds a global frame of many names where frames are below it that one looks for', () => {
    const many = JSON.parse(JSON.stringify(golden)) as Stack;
    many.stacks[0].groups[0].first.locals?.items.push(...slots(30, 'name_'));
    const frames = drawn(flatten(state({ stack: many })));
    expect(frames.slice(0, 2)).toEqual(['frame global', 'stack Traceback']);
    const used = flatten(state({ stack: many, isGlobalInUse: true }));
    expect(find(used, 'name_29')).toBeGreaterThan(0);
    const opened = new Set([flatten(state({ stack: many }))[0].key]);
    const open = flatten(state({ stack: many, toggled: opened }));
    expect(find(open, 'name_29')).toBeGreaterThan(0);
    const atRest = { ...many, stacks: many.stacks.slice(0, 1) };
    const rest = flatten(state({ stack: atRest, toggled: opened }));
    expect(find(rest, 'name_29')).toBeGreaterThan(0);
  });

  it('tells names apart that look the same', () => {
    const doubled = JSON.parse(JSON.stringify(golden)) as Stack;
    const { locals } = doubled.stacks[0].groups[0].first;
    locals?.items.push({ ...locals.items[0] });
    const keys = flatten(state({ stack: doubled })).map(row => row.key);
    expect(keys).toHaveLength(flatten(state()).length + 1);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('opens an object where its members are known, and says which are not', () => {
    const key = pathKey('global', 'order_list', []);
    const nested = pathKey('global', 'order_list', [1]);
    const rows = flatten(
      state({
        members: new Map([
          [key, [page([], 0, 2, 1_000_000)]],
          [nested, [page([1], 0, 1, 1)]]
        ])
      })
    );
    const at = find(rows, 'order_list');
    expect(drawn(rows.slice(at, at + 5))).toEqual([
      '  order_list',
      '    0',
      '    1',
      '      0',
      '    999998 more from 2'
    ]);
    expect(rows[at + 3]).toMatchObject({
      target: { frameId: 'global', name: 'order_list', path: [1, 0] }
    });
  });

  it('counts the members of later pages from their start', () => {
    const key = pathKey('global', 'order_list', []);
    const pages = [page([], 0, 2, 4), page([], 2, 2, 4)];
    const rows = flatten(state({ members: new Map([[key, pages]]) }));
    const at = find(rows, 'order_list');
    const paths = rows
      .slice(at + 1, at + 5)
      .map(row => (row.type === 'slot' ? row.target.path : null));
    expect(paths).toEqual([[0], [1], [2], [3]]);
  });

  it('unfolds equal frames page by page, without a gap and without showing one twice', () => {
    const rows = flatten(
      state({
        frames: new Map([[framesKey('traceback', 1), frames as Frames]])
      })
    );
    const at = find(rows, 'recursive_function x 2967');
    expect(drawn(rows.slice(at))).toEqual([
      '  recursive_function x 2967',
      '    frame traceback:1',
      '    frame traceback:2',
      '    frame traceback:3',
      '    2963 more from 4',
      '    frame traceback:2967',
      '      n'
    ]);
    expect(new Set(rows.map(row => row.key)).size).toBe(rows.length);
  });

  it('says where frames are that are not listed, how many, and unfolds them', () => {
    const long = JSON.parse(JSON.stringify(golden)) as Stack;
    const [, traceback] = long.stacks;
    const [outer] = traceback.groups;
    const single = (start: number) => ({
      ...outer,
      start,
      first: { ...outer.first, frame_id: `traceback:${start}` }
    });
    traceback.groups = [single(0), single(1), single(300), single(301)];
    Object.assign(traceback, { frame_count: 302, truncated: true });
    const drawnBelow = (changes: Partial<TreeState> = {}) =>
      drawn(flatten(state({ stack: long, ...changes })))
        .filter(line => !line.includes('(empty)'))
        .slice(drawn(flatten(state())).indexOf('stack Traceback'));
    expect(drawnBelow()).toEqual([
      'stack Traceback',
      '  frame traceback:0',
      '  frame traceback:1',
      '  (gap)',
      '  298 more from 2',
      '  frame traceback:300',
      '  frame traceback:301'
    ]);
    const items = Array.from({ length: 200 }, (_, at) => single(at + 2).first);
    const page = { ...(frames as Frames), start: 2, items };
    const unfolded = drawnBelow({
      frames: new Map([[framesKey('traceback', 2), page]])
    });
    expect(unfolded.slice(3, 5)).toEqual([
      '  frame traceback:2',
      '  frame traceback:3'
    ]);
    expect(unfolded.slice(-4)).toEqual([
      '  (gap)',
      '  98 more from 202',
      '  frame traceback:300',
      '  frame traceback:301'
    ]);
  });

  it('says that a stack is deeper than what is read of it', () => {
    const deep = JSON.parse(JSON.stringify(golden)) as Stack;
    deep.stacks[1].truncated = true;
    expect(drawn(flatten(state({ stack: deep }))).at(-1)).toBe('  (deeper)');
  });

  it('closes what the user closed', () => {
    const rows = flatten(
      state({ toggled: new Set(['frame:global', 'stack:traceback']) })
    );
    expect(drawn(rows)).toEqual(['frame global', 'stack Traceback']);
  });

  it('says what was asked and did not come', () => {
    const person = pathKey('global', 'person1', []);
    const list = pathKey('global', 'order_list', []);
    const rows = flatten(
      state({
        asked: new Map([
          [person, null],
          [list, 'another object is there now']
        ])
      })
    );
    expect(named(rows[find(rows, 'person1') + 1])).toBe('(waiting)');
    expect(named(rows[find(rows, 'order_list') + 1])).toBe('(failed)');
  });
});

describe('treeStep', () => {
  const rows = flatten(state());
  const person = find(rows, 'person1');

  it('opens, goes inside, goes out and closes', () => {
    expect(treeStep('ArrowRight', rows, person)).toEqual({
      toggle: rows[person]
    });
    expect(treeStep('ArrowRight', rows, 0)).toEqual({ activate: 1 });
    expect(treeStep('ArrowLeft', rows, person)).toEqual({ activate: 0 });
    expect(treeStep('ArrowLeft', rows, 0)).toEqual({ toggle: rows[0] });
  });

  it('leaves other keys, and objects without members, alone', () => {
    expect(treeStep('ArrowDown', rows, person)).toBeNull();
    expect(treeStep('ArrowRight', rows, find(rows, 'count'))).toBeNull();
  });
});
