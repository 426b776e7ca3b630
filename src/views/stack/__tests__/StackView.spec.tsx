import '@testing-library/jest-dom';
import { act, fireEvent, render, screen } from '@testing-library/react';
import * as React from 'react';

import frames from '../../../../protocol/examples/frames.json';
import members from '../../../../protocol/examples/members.json';
import stack from '../../../../protocol/examples/stack.json';
import { CommandIDs } from '../../../commands';
import { framesKey, pathKey } from '../../../model/stack';
import type { Frames, Members, Stack } from '../../../protocol';
import { viewBench } from '../../__tests__/viewContext';
import { StackView } from '../StackView';

const golden = stack as Stack;

function show(message: Stack | null = golden) {
  const bench = viewBench();
  if (message) {
    bench.model.apply(message);
  }
  render(<StackView context={bench.context} />);
  return bench;
}

const row = (name: RegExp) => screen.getByRole('row', { name });
const settle = () => act(async () => undefined);

describe('StackView', () => {
  it('says what it waits for while there is no stack', () => {
    show(null);
    expect(screen.getByText('No frames yet')).toBeInTheDocument();
  });

  it('says that the kernel ended, with its last frames or without', () => {
    const bench = show();
    act(() => bench.model.kernel.update({ phase: 'none' }));
    expect(screen.getByRole('status')).toHaveTextContent(
      'until the next run (of a kernel that ended)'
    );
    act(() => bench.model.stack.reset());
    expect(screen.queryByText('No frames yet')).toBeNull();
    expect(screen.getByText(/not read before the kernel ended/)).toBeVisible();
  });

  it('says of which moment it is', () => {
    show();
    expect(screen.getByRole('status')).toHaveTextContent(
      'After RecursionError in [3], until the next run'
    );
  });

  it.each([
    [
      { exception_is_of_run: false },
      'After RecursionError, raised outside of the cells after [3], until the next run'
    ],
    [{ moment: 'rest', execution_count: 4 }, 'At rest, after [4]'],
    [{ moment: 'rest', run_id: 0 }, 'At rest, before the first run'],
    [{ moment: 'running', execution_count: 7 }, 'Running [7]']
  ] as const)('names the moment %j', (changes, text) => {
    show({ ...golden, ...changes });
    expect(screen.getByRole('status')).toHaveTextContent(text);
  });

  it('shows untrusted values as text', () => {
    show();
    expect(screen.getByText("'Orders of <b>November</b>'")).toBeInTheDocument();
    expect(document.querySelector('.jp-Heapscope-grid b b')).toBeNull();
  });

  it('folds equal frames and tells the limit that this kernel has', () => {
    show();
    expect(row(/recursive_function × 2,967/)).toHaveTextContent(
      'of a limit of 3,000'
    );
  });

  it('folds a recursion through several functions in rounds', () => {
    const stack: Stack = JSON.parse(JSON.stringify(golden));
    stack.stacks[1].groups[1].functions = [
      'fib',
      'trace.<locals>.wrapper',
      'Cache.call'
    ];
    show(stack);
    expect(row(/fib → wrapper → call × 989/)).toHaveTextContent(
      '2,967 frames of a limit of 3,000'
    );
  });

  it('opens an object to its members', async () => {
    const bench = show();
    bench.onExecute = () => bench.model.apply(members as Members);
    expect(row(/person1/)).toHaveAttribute('aria-expanded', 'false');
    fireEvent.click(row(/person1/));
    await settle();
    expect(bench.executed).toEqual([
      {
        id: CommandIDs.openMembers,
        args: {
          session: 'notebook-1',
          frameId: 'global',
          name: 'person1',
          path: [],
          address: '0x7f3a5c0f1d10',
          start: 0
        }
      }
    ]);
    expect(row(/person1/)).toHaveAttribute('aria-expanded', 'true');
    expect(row(/age/)).toHaveTextContent('30');
    expect(row(/age/)).toHaveAttribute('aria-level', '3');
    fireEvent.click(row(/person1/));
    const { id, args } = bench.executed[1];
    expect(id).toBe(CommandIDs.closeMembers);
    expect(args).toMatchObject({
      frameId: 'global',
      name: 'person1',
      path: []
    });
    act(() => bench.model.stack.closeMembers(pathKey('global', 'person1', [])));
    expect(screen.queryByRole('row', { name: /age/ })).toBeNull();
  });

  it.each([
    [true, 'true'],
    [false, 'false']
  ])(
    'scrolled down and back to the top, with a name opened: %s, has the global frame open beside others: %s',
    async (isOpened, expanded) => {
      const many: Stack = JSON.parse(JSON.stringify(golden));
      const names = many.stacks[0].groups[0].first.locals?.items ?? [];
      for (let at = 0; at < 30; at += 1) {
        names.push({ ...names[0], name: `name_${at}` });
      }
      const bench = show({ ...many, stacks: many.stacks.slice(0, 1) });
      if (isOpened) {
        fireEvent.click(row(/person1/));
        await settle();
      }
      const tree = screen.getByRole('treegrid');
      for (const top of [100, 0]) {
        tree.scrollTop = top;
        fireEvent.scroll(tree);
      }
      act(() => bench.model.apply(many));
      const [, global] = screen.getAllByRole('row');
      expect(global).toHaveAttribute('aria-expanded', expanded);
    }
  );

  it('says why an object could not be opened', async () => {
    const bench = show();
    bench.onExecute = () => Promise.reject(new Error('It is gone'));
    fireEvent.click(row(/person1/));
    await settle();
    expect(screen.getByText('Could not be read: It is gone')).toBeVisible();
  });

  it('unfolds equal frames and folds them again', async () => {
    const bench = show();
    bench.onExecute = () => bench.model.apply(frames as Frames);
    fireEvent.click(screen.getByText('… 2,965 more: unfold'));
    await settle();
    expect(bench.executed[0]).toEqual({
      id: CommandIDs.openFrames,
      args: {
        session: 'notebook-1',
        stackId: 'traceback',
        start: 1,
        count: 200
      }
    });
    expect(screen.getByText('n = 9999')).toBeInTheDocument();
    fireEvent.click(screen.getByText('fold'));
    expect(bench.executed[1]).toEqual({
      id: CommandIDs.closeFrames,
      args: { session: 'notebook-1', stackId: 'traceback', starts: [1] }
    });
    act(() => bench.model.stack.closeFrames([framesKey('traceback', 1)]));
    expect(screen.queryByText('n = 9999')).toBeNull();
  });

  it.each([
    ['cause:1', 'Its cause'],
    ['context:1', 'While handling'],
    ['member:1', 'Of the group']
  ])(
    'names what an exception came from, with frames of its own: %s',
    (stack_id, title) => {
      const [global, traceback] = golden.stacks;
      const further = {
        ...JSON.parse(
          JSON.stringify(traceback).replaceAll('"traceback:', `"${stack_id}:`)
        ),
        stack_id,
        name: 'OSError'
      };
      show({ ...golden, stacks: [global, traceback, further] });
      expect(row(/^Last traceback ?✕ RecursionError/)).toBeVisible();
      expect(row(new RegExp(`^${title} ?✕ OSError`))).toHaveAttribute(
        'aria-expanded',
        'true'
      );
      expect(screen.getAllByText('[3] line 6')).toHaveLength(2);
    }
  );

  it('goes to the line of a frame', () => {
    const bench = show();
    fireEvent.click(screen.getByText('[3] line 6'));
    expect(bench.executed[0]).toMatchObject({
      id: CommandIDs.goToLocation,
      args: { location: { execution_count: 3, line: 6 } }
    });
  });

  it('shows hidden names on demand, and hides groups by the menu', () => {
    const bench = show();
    fireEvent.click(screen.getByText('show'));
    expect(bench.executed[0].args.hiddenGroups).toEqual([]);
    fireEvent.click(screen.getByRole('button', { name: /Hide: modules/ }));
    fireEvent.click(screen.getByRole('checkbox', { name: 'functions' }));
    expect(bench.executed[1].args.hiddenGroups).toEqual([
      'module',
      'ipython',
      'function'
    ]);
  });

  it('is walked by keys', async () => {
    const bench = show();
    const tree = screen.getByRole('treegrid');
    act(() => tree.focus());
    const press = (key: string) => fireEvent.keyDown(tree, { key });
    ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowDown'].forEach(press);
    const active = tree.getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(active)).toHaveTextContent('person1');
    press('ArrowRight');
    await settle();
    expect(bench.executed[0].id).toBe(CommandIDs.openMembers);
    press('ArrowLeft');
    press('ArrowLeft');
    expect(screen.queryByText('person1')).toBeNull();
  });

  it('keeps 3,000 unfolded frames out of the document', () => {
    const bench = show();
    const [frame] = (frames as Frames).items;
    const items = Array.from({ length: 2966 }, (_, index) => ({
      ...frame,
      frame_id: `traceback:${index + 1}`
    }));
    act(() => bench.model.apply({ ...(frames as Frames), items }));
    expect(screen.getByRole('treegrid')).toHaveAttribute(
      'aria-rowcount',
      String(12 + 2966 + 2 + 1)
    );
    expect(screen.getAllByRole('row').length).toBeLessThan(80);
  });

  it('tells of a stack of many different frames how many are not listed, and the limit', () => {
    const [globals, traceback] = golden.stacks;
    const groups = traceback.groups.slice(0, 1);
    const cut = { ...traceback, frame_count: 915, truncated: true, groups };
    show({ ...golden, stacks: [globals, cut] });
    expect(row(/Last traceback/)).toHaveTextContent(
      /915 frames ?of a limit of 3,000/
    );
    expect(row(/914 frames are not listed here/)).toBeVisible();
    expect(screen.queryByText(/time budget/)).toBeNull();
  });

  it('says why there is no frame in a stack', () => {
    const [globals, traceback] = golden.stacks;
    const none = { ...traceback, frame_count: 0, groups: [] };
    const bench = show({ ...golden, stacks: [globals, none] });
    expect(row(/the cell was not compiled/)).toBeVisible();
    const thread = { ...none, stack_id: 'thread:1', name: 'MainThread' };
    act(() =>
      bench.model.apply({
        ...golden,
        moment: 'running',
        stacks: [globals, thread]
      })
    );
    expect(row(/the cell may await something/)).toBeVisible();
  });

  it('names the exception whose traceback it shows', () => {
    show();
    expect(row(/Last traceback/)).toHaveTextContent('✕ RecursionError');
  });

  it('explains what frames and objects are', () => {
    show();
    fireEvent.click(
      screen.getByRole('button', { name: 'What frames and objects are' })
    );
    expect(
      screen.getByText(/Every value is an object on the heap/)
    ).toBeInTheDocument();
  });
});
