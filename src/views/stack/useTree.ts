import * as React from 'react';

import { CommandIDs } from '../../commands';
import type { Location } from '../../protocol';
import type { IViewContext } from '../../tokens';
import { goTo } from '../object';
import type { NameGroup } from '../object';
import { useSignal } from '../shared';
import { flatten } from './flatten';
import type { GroupRow, MoreRow, TreeRow } from './rows';
import { useAsk } from './useAsk';

/** The rows of the tree, and what gestures do to it. */
export interface Tree {
  readonly rows: readonly TreeRow[];
  readonly goTo: (location: Location) => (() => void) | undefined;
  readonly toggle: (row: TreeRow) => void;
  readonly more: (row: MoreRow) => void;
  readonly fold: (row: GroupRow) => void;
  readonly hide: (groups: readonly NameGroup[]) => void;
  /** The user scrolled: down from the first row, or back to it. */
  readonly scrolled: (isBelow: boolean) => void;
}

/** The opened tree of the session's frames. */
export function useTree(context: IViewContext): Tree {
  const { commands, session } = context;
  const { stack: state } = session.model;
  const stack = useSignal(state.changed, () => state.stack);
  const members = useSignal(state.changed, () => state.members);
  const frames = useSignal(state.changed, () => state.frames);
  const [toggled, setToggled] = React.useState<ReadonlySet<string>>(new Set());
  const [isGlobalOpened, setGlobalOpened] = React.useState(false);
  const [isScrolled, setScrolled] = React.useState(false);
  const isGlobalInUse = isGlobalOpened || isScrolled;
  const execute = React.useCallback(
    (id: string, args: object) =>
      commands.execute(id, { session: session.id, ...args }),
    [commands, session]
  );
  const [asked, ask] = useAsk(execute, `${stack?.run_id} ${stack?.moment}`);
  const rows = React.useMemo(
    () =>
      stack
        ? flatten({ stack, members, frames, toggled, asked, isGlobalInUse })
        : [],
    [stack, members, frames, toggled, asked, isGlobalInUse]
  );
  const close = (id: string, args: object) => void execute(id, args);
  return {
    rows,
    goTo: location => goTo(context, location),
    toggle: row => {
      if (row.type !== 'slot') {
        setToggled(old => withToggled(old, row.key));
      } else if (row.expanded) {
        close(CommandIDs.closeMembers, row.target);
      } else {
        setGlobalOpened(old => old || row.target.frameId === 'global');
        ask(row.key, CommandIDs.openMembers, { ...row.target, start: 0 });
      }
    },
    more: ({ key, ask: what }) =>
      what.kind === 'members'
        ? ask(key, CommandIDs.openMembers, {
            ...what.target,
            start: what.start
          })
        : ask(key, CommandIDs.openFrames, {
            stackId: what.stackId,
            start: what.start,
            count: what.count
          }),
    fold: row =>
      close(CommandIDs.closeFrames, {
        stackId: row.stackId,
        starts: [...row.pages]
      }),
    hide: hiddenGroups =>
      void execute(CommandIDs.hideGroups, { hiddenGroups: [...hiddenGroups] }),
    scrolled: setScrolled
  };
}

function withToggled(
  old: ReadonlySet<string>,
  key: string
): ReadonlySet<string> {
  const next = new Set(old);
  if (!next.delete(key)) {
    next.add(key);
  }
  return next;
}
