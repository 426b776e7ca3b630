import { framesKey, pathKey } from '../../model/stack';
import type { Frame, FrameGroup, FrameStack, SlotPage } from '../../protocol';
import { isOwnCode, raisedType } from './frameText';
import { answerRows, moreRows, note, pageNotes } from './notes';
import type { MembersTarget, MoreRow, TreeRow, TreeState } from './rows';

/** Frames of one page of an unfolded group; the probe gives at most 200. */
export const FRAMES_PAGE = 200;

/** Names from which on a global frame that nobody uses is folded while there are frames that one looks for below it. */
const MANY_NAMES = 20;

/** The tree as the list of rows that are open, from top to bottom. */
export function flatten(state: TreeState): readonly TreeRow[] {
  return state.stack.stacks.flatMap(stack =>
    stack.stack_id === 'global'
      ? globalRows(state, stack)
      : stackRows(state, stack)
  );
}

/** The global frame stands for its stack. */
function globalRows(state: TreeState, stack: FrameStack): TreeRow[] {
  const others = state.stack.stacks.some(
    other => other.is_main && other !== stack
  );
  const rows = stack.groups.flatMap(({ first }) => {
    const stepsAside =
      others &&
      !state.isGlobalInUse &&
      (first.locals?.items.length ?? 0) > MANY_NAMES;
    return frameRows(state, first, 'single', 1, !stepsAside);
  });
  const hidden = state.stack.hidden_count;
  const open = rows.some(row => row.type === 'frame' && row.expanded);
  return open && hidden > 0
    ? [...rows, note('global', 2, { kind: 'hidden', count: hidden })]
    : rows;
}

function stackRows(state: TreeState, stack: FrameStack): TreeRow[] {
  const key = `stack:${stack.stack_id}`;
  const expanded = isOpen(state, key, stack.is_main);
  const raised = raisedType(state.stack, stack);
  const rows: TreeRow[] = [
    { type: 'stack', key, level: 1, expanded, stack, raised }
  ];
  if (!expanded) {
    return rows;
  }
  if (stack.frame_count === 0) {
    const what = { kind: 'noFrames' as const, raised: raised !== null };
    return [...rows, note(key, 2, what)];
  }
  let next = 0;
  for (const group of stack.groups) {
    rows.push(...gapRows(state, stack.stack_id, next, group.start));
    const found =
      group.count > 1
        ? groupRows(state, stack.stack_id, group)
        : frameRows(state, group.first, 'single', 2, isOwnCode(group.first));
    rows.push(...found);
    next = group.start + group.count;
  }
  rows.push(...gapRows(state, stack.stack_id, next, stack.frame_count));
  const listed = stack.groups.reduce((sum, { count }) => sum + count, 0);
  if (stack.truncated && listed === stack.frame_count) {
    rows.push(note(key, 2, { kind: 'deeper' }));
  }
  return rows;
}

/** Frames from one to before another, which the probe did not list among the others: those that were asked for, and how many are left. */
function gapRows(
  state: TreeState,
  stackId: string,
  start: number,
  end: number
): TreeRow[] {
  if (start >= end) {
    return [];
  }
  const { frames, next } = unfolded(state, stackId, start, end);
  const key = `gap:${stackId}:${start}`;
  const rows = frames.flatMap(frame =>
    frameRows(state, frame, 'within', 2, false)
  );
  if (next < end) {
    rows.push(note(key, 2, { kind: 'gap', count: end - next }));
    const ask = framesFrom(stackId, next, end);
    rows.push(...moreRows(state, key, 2, end - next, ask));
  }
  return rows;
}

/** Asks for the next page of frames, of those before `end`. */
function framesFrom(
  stackId: string,
  start: number,
  end: number
): MoreRow['ask'] {
  const count = Math.min(FRAMES_PAGE, end - start);
  return { kind: 'frames', stackId, start, count };
}

function groupRows(
  state: TreeState,
  stackId: string,
  group: FrameGroup
): TreeRow[] {
  const key = `group:${stackId}:${group.start}`;
  const expanded = isOpen(state, key, true);
  const end = group.start + group.count;
  const { frames, pages, next } = unfolded(state, stackId, group.start, end);
  const head: TreeRow = {
    type: 'group',
    key,
    level: 2,
    expanded,
    stackId,
    group,
    pages
  };
  if (!expanded) {
    return [head];
  }
  const rows: TreeRow[] = [head];
  if (pages.length === 0) {
    rows.push(...frameRows(state, group.first, 'first', 3, true));
  }
  for (const frame of frames) {
    rows.push(...frameRows(state, frame, 'within', 3, false));
  }
  // The last frame is shown in any case, and so is the first one before it is part of a page.
  const remaining = end - 1 - Math.max(next, group.start + 1);
  if (remaining > 0) {
    const ask = framesFrom(stackId, next, end);
    rows.push(...moreRows(state, key, 3, remaining, ask));
  }
  if (group.last && next < end) {
    rows.push(...frameRows(state, group.last, 'last', 3, true));
  }
  return rows;
}

/** The pages of single frames from one on to before another, without a gap. */
function unfolded(
  state: TreeState,
  stackId: string,
  start: number,
  end: number
): { frames: Frame[]; pages: number[]; next: number } {
  const frames: Frame[] = [];
  const pages: number[] = [];
  let next = start;
  while (next < end) {
    const page = state.frames.get(framesKey(stackId, next));
    if (!page || page.items.length === 0) {
      break;
    }
    pages.push(next);
    frames.push(...page.items.slice(0, end - next));
    next += page.items.length;
  }
  return { frames, pages, next };
}

function frameRows(
  state: TreeState,
  frame: Frame,
  place: 'single' | 'first' | 'last' | 'within',
  level: number,
  openAtFirst: boolean
): TreeRow[] {
  // One key for each default: what a click made of the one is no wish about the other.
  const key = `frame:${frame.frame_id}${openAtFirst ? '' : ':folded'}`;
  const expanded = isOpen(state, key, openAtFirst);
  const rows: TreeRow[] = [
    { type: 'frame', key, level, expanded, frame, place }
  ];
  if (!expanded) {
    return rows;
  }
  if (frame.locals_absent_because !== null) {
    const text = frame.locals_absent_because;
    rows.push(note(key, level + 1, { kind: 'absent', text }));
  }
  if (frame.locals) {
    rows.push(...slotRows(state, frame.locals, frame.frame_id, level + 1));
    rows.push(...pageNotes(frame.locals, key, level + 1));
  }
  return rows;
}

/** One row a slot, and below it the members of those that are open; the parent is an object, or a frame's id. */
function slotRows(
  state: TreeState,
  page: SlotPage,
  parent: MembersTarget | string,
  level: number
): TreeRow[] {
  const known = new Set<string>();
  return page.items.flatMap((slot, at): TreeRow[] => {
    const { address } = slot.object;
    const target: MembersTarget =
      typeof parent === 'string'
        ? { frameId: parent, name: slot.name, path: [], address }
        : { ...parent, path: [...parent.path, page.start + at], address };
    const path = pathKey(target.frameId, target.name, target.path);
    // Texts of a kernel are cut, and what is no character is replaced: two names may look the same.
    const key = known.has(path) ? `${path}:${at}` : path;
    known.add(path);
    const open = state.members.has(key);
    const expanded = slot.object.member_count > 0 ? open : null;
    return [
      { type: 'slot', key, level, expanded, slot, target },
      ...(open ? memberRows(state, target, key, level + 1) : []),
      ...answerRows(state, key, level + 1)
    ];
  });
}

function memberRows(
  state: TreeState,
  target: MembersTarget,
  key: string,
  level: number
): TreeRow[] {
  const pages = state.members.get(key) ?? [];
  const rows = pages.flatMap(page =>
    slotRows(state, page.members, target, level)
  );
  const last = pages.at(-1)?.members;
  const next = last ? last.start + last.items.length : 0;
  const remaining = last ? last.total - next : 0;
  if (last?.truncated) {
    rows.push(note(key, level, { kind: 'cut' }));
  }
  if (remaining > 0) {
    const ask = { kind: 'members' as const, target, start: next };
    rows.push(...moreRows(state, key, level, remaining, ask));
  }
  return rows;
}

function isOpen(state: TreeState, key: string, atFirst: boolean): boolean {
  return state.toggled.has(key) !== atFirst;
}
