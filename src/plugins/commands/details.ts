import { Notification } from '@jupyterlab/apputils';

import { CommandIDs } from '../../commands';
import { framesKey, pathKey } from '../../model/stack';
import {
  Arguments,
  choiceOf,
  choicesOf,
  countOf,
  describeArguments,
  countsOf,
  textOf
} from './arguments';
import type { CommandScope } from './scope';

const GROUPS = ['data', 'module', 'function', 'class', 'ipython'] as const;
const ORDERS = ['bytes', 'count', 'bytes_delta', 'count_delta'] as const;
const GROUPINGS = ['line', 'file', 'call_path'] as const;
/** Members or frames that one request brings. */
const PAGE = 100;
/** How long the way back is offered, ms. */
const UNDO_MS = 15_000;
/** Characters that the probe takes. */
const LONGEST_FILTER = 200;
const COUNT = { type: 'integer', minimum: 0 };

/** Pages of objects and frames. What goes wrong rejects the command: the view tells it in its place. */
export function addPages(scope: CommandScope): void {
  const { commands, trans } = scope;
  commands.addCommand(CommandIDs.openMembers, {
    label: trans.__('Open Object'),
    caption: trans.__('List the members of an object'),
    describedBy: describeArguments(
      {
        frameId: { type: 'string' },
        name: { type: 'string' },
        path: { type: 'array', items: COUNT },
        address: { type: 'string' },
        start: COUNT,
        count: COUNT
      },
      ['frameId', 'name', 'path', 'address']
    ),
    isEnabled: args => scope.isReady(args),
    execute: args =>
      scope.with(args, session =>
        session.request('members_request', {
          frame_id: textOf(args, 'frameId') ?? '',
          name: textOf(args, 'name') ?? '',
          path: countsOf(args, 'path') ?? [],
          address: textOf(args, 'address') ?? '',
          start: countOf(args, 'start') ?? 0,
          count: countOf(args, 'count') ?? PAGE
        })
      )
  });
  commands.addCommand(CommandIDs.openFrames, {
    label: trans.__('Unfold Frames'),
    caption: trans.__('List the single frames of a recursion'),
    describedBy: describeArguments(
      { stackId: { type: 'string' }, start: COUNT, count: COUNT },
      ['stackId', 'start']
    ),
    isEnabled: args => scope.isReady(args),
    execute: args =>
      scope.with(args, session =>
        session.request('frames_request', {
          stack_id: textOf(args, 'stackId') ?? '',
          start: countOf(args, 'start') ?? 0,
          count: countOf(args, 'count') ?? PAGE
        })
      )
  });
}

/** Close what was opened: it is read anew when it is opened again. */
export function addClosing(scope: CommandScope): void {
  const { commands, trans } = scope;
  commands.addCommand(CommandIDs.closeMembers, {
    label: trans.__('Close Object'),
    caption: trans.__('List the members of an object no more'),
    describedBy: describeArguments(
      {
        frameId: { type: 'string' },
        name: { type: 'string' },
        path: { type: 'array', items: COUNT }
      },
      ['frameId', 'name', 'path']
    ),
    execute: args =>
      scope.with(args, session => {
        const frameId = textOf(args, 'frameId') ?? '';
        const name = textOf(args, 'name') ?? '';
        const path = countsOf(args, 'path') ?? [];
        session.model.stack.closeMembers(pathKey(frameId, name, path));
      })
  });
  commands.addCommand(CommandIDs.closeFrames, {
    label: trans.__('Fold Frames'),
    caption: trans.__('List the single frames of a recursion no more'),
    describedBy: describeArguments(
      {
        stackId: { type: 'string' },
        starts: { type: 'array', items: COUNT }
      },
      ['stackId', 'starts']
    ),
    execute: args =>
      scope.with(args, session => {
        const stackId = textOf(args, 'stackId') ?? '';
        const keys = (countsOf(args, 'starts') ?? []).map(start =>
          framesKey(stackId, start)
        );
        session.model.stack.closeFrames(keys);
      })
  });
}

/** What the views ask the probe for. */
export function addQueries(scope: CommandScope): void {
  const { commands, trans } = scope;
  commands.addCommand(CommandIDs.hideGroups, {
    label: trans.__('Hide Names'),
    caption: trans.__('Choose which names of the notebook are listed'),
    describedBy: describeArguments(
      {
        hiddenGroups: {
          type: 'array',
          items: { type: 'string', enum: [...GROUPS] }
        }
      },
      ['hiddenGroups']
    ),
    execute: args =>
      scope.with(args, session => {
        const hiddenGroups = choicesOf(args, 'hiddenGroups', GROUPS);
        session.model.queries.update(hiddenGroups ? { hiddenGroups } : {});
      })
  });
  commands.addCommand(CommandIDs.filterVariables, {
    label: trans.__('Filter Names'),
    caption: trans.__('Choose the names of the notebook by words in them'),
    describedBy: describeArguments({ filter: { type: 'string' } }, ['filter']),
    execute: args =>
      scope.with(args, session => {
        const filter = textOf(args, 'filter') ?? '';
        session.model.queries.update({
          variablesFilter: filter.slice(0, LONGEST_FILTER)
        });
      })
  });
  commands.addCommand(CommandIDs.groupAllocations, {
    label: trans.__('Group Allocations'),
    caption: trans.__('Choose how lines that allocate are summed and sorted'),
    describedBy: describeArguments({
      groupBy: { type: 'string', enum: [...GROUPINGS] },
      orderBy: { type: 'string', enum: [...ORDERS] }
    }),
    execute: args =>
      scope.with(args, session => {
        const { queries } = session.model;
        const { groupAllocationsBy, orderAllocationsBy } = queries.value;
        queries.update({
          groupAllocationsBy:
            choiceOf(args, 'groupBy', GROUPINGS) ?? groupAllocationsBy,
          orderAllocationsBy:
            choiceOf(args, 'orderBy', ORDERS) ?? orderAllocationsBy
        });
      })
  });
}

/** What is kept of the past, and asking anew. */
export function addHistory(scope: CommandScope): void {
  const { commands, trans } = scope;
  commands.addCommand(CommandIDs.clearHistory, {
    label: trans.__('Clear Memory History'),
    caption: trans.__('Forget what the runs so far did'),
    describedBy: describeArguments(),
    isEnabled: args =>
      (scope.sessionOf(args)?.model.timeline.entries.length ?? 0) > 0,
    execute: args =>
      scope.with(args, session => offerUndo(scope, session.clearHistory()))
  });
  commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Refresh Memory'),
    caption: trans.__('Ask the kernel again for all that is visible'),
    describedBy: describeArguments({
      budgetMs: {
        ...COUNT,
        description:
          'Only count objects, and take up to so many milliseconds for it.'
      }
    }),
    // After a failure it tries again to look into the kernel.
    isEnabled: args =>
      scope.isReady(args) ||
      scope.sessionOf(args)?.model.kernel.facts.phase === 'failed',
    execute: args =>
      scope.with(args, session => {
        const budget = countOf(args, 'budgetMs');
        return budget === null
          ? session.refresh()
          : scope.request(session, 'census_request', { budget_ms: budget });
      })
  });
  commands.addCommand(CommandIDs.dismissNotice, {
    label: trans.__('Dismiss Notice'),
    caption: trans.__('Put away a notice of the memory panel'),
    describedBy: describeArguments({ id: { type: 'string' } }, ['id']),
    execute: args =>
      scope.with(args, session =>
        session.model.notices.dismiss(textOf(args, 'id') ?? '')
      )
  });
}

/** Nothing is asked before, so it can be taken back for a while. */
function offerUndo({ trans }: CommandScope, undo: () => void): void {
  Notification.info(trans.__('The memory history was cleared.'), {
    autoClose: UNDO_MS,
    actions: [{ label: trans.__('Undo'), callback: undo }]
  });
}

/** Switch Heapscope on or off for one notebook. */
export function addNotebookSwitch(scope: CommandScope): void {
  const { commands, trans } = scope;
  const isOn = (args: Arguments) => scope.sessionOf(args)?.isEnabled ?? false;
  commands.addCommand(CommandIDs.toggleNotebook, {
    label: args => {
      if (args.isPalette || !scope.sessionOf(args)) {
        return trans.__('Switch On or Off for This Notebook');
      }
      return isOn(args)
        ? trans.__('Switch Off for This Notebook')
        : trans.__('Switch On for This Notebook');
    },
    caption: trans.__(
      'Off takes the probe out of the notebook’s kernel and hides its figures'
    ),
    describedBy: describeArguments(),
    isEnabled: args => scope.sessionOf(args) !== null,
    execute: args =>
      scope.with(args, session => session.setEnabled(!isOn(args)))
  });
}
