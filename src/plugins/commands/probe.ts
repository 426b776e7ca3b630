import { CommandIDs } from '../../commands';
import type { IMemorySession } from '../../tokens';
import { collectIcon, recordIcon } from '../../views/shared/icons';
import { Arguments, choiceOf, describeArguments } from './arguments';
import { CommandScope, messageOf } from './scope';

const MODES = ['off', 'next', 'on'] as const;

/** Collect garbage in the kernel. */
export function addCollect(scope: CommandScope): void {
  const { commands, trans } = scope;
  commands.addCommand(CommandIDs.collectGarbage, {
    label: trans.__('Collect Garbage'),
    caption: trans.__(
      'Run gc.collect() in the kernel and say what it found unreachable'
    ),
    icon: args => (args.isPalette ? undefined : collectIcon),
    describedBy: describeArguments(),
    isEnabled: args => scope.isReady(args),
    execute: args => scope.with(args, collect)
  });
}

async function collect(session: IMemorySession): Promise<void> {
  const { collector, kernel } = session.model;
  const { busy, answersWhileBusy } = kernel.facts;
  collector.setProgress({
    phase: busy && !answersWhileBusy ? 'queued' : 'collecting'
  });
  try {
    // The reply reaches the model before it comes here.
    await session.request('collect_request', {});
  } catch (reason) {
    collector.setProgress({ phase: 'failed', message: messageOf(reason) });
  }
}

/** Switch the recording of allocations. */
export function addRecording(scope: CommandScope): void {
  const { commands, trans } = scope;
  const isRecording = (args: Arguments) => {
    const mode = scope.sessionOf(args)?.model.recording.state?.mode ?? 'off';
    return mode !== 'off';
  };
  commands.addCommand(CommandIDs.setRecording, {
    label: trans.__('Record Allocations'),
    caption: trans.__(
      'Say which lines allocate, with tracemalloc; cells that allocate much run slower'
    ),
    icon: args => (args.isPalette ? undefined : recordIcon),
    describedBy: describeArguments({
      mode: {
        type: 'string',
        enum: [...MODES],
        description: 'Without it, between off and on.'
      }
    }),
    isEnabled: args => scope.isReady(args),
    isToggleable: true,
    isToggled: isRecording,
    execute: args =>
      scope.with(args, session =>
        scope.request(session, 'recording_request', {
          mode:
            choiceOf(args, 'mode', MODES) ?? (isRecording(args) ? 'off' : 'on')
        })
      )
  });
}

/** Put and drop the baseline that counts of objects are compared with. */
export function addBaseline(scope: CommandScope): void {
  const { commands, trans } = scope;
  const census = (args: Arguments) => scope.sessionOf(args)?.model.census;
  const act = (args: Arguments, action: 'set' | 'clear') =>
    scope.with(args, async session => {
      await scope.request(session, 'baseline_request', { action });
      // The columns against the baseline come with the next census.
      session.refresh();
    });
  commands.addCommand(CommandIDs.setBaseline, {
    label: trans.__('Set Baseline'),
    caption: trans.__('Compare later counts of objects with the last one'),
    describedBy: describeArguments(),
    isEnabled: args => scope.isReady(args) && !!census(args)?.complete,
    execute: args => act(args, 'set')
  });
  commands.addCommand(CommandIDs.clearBaseline, {
    label: trans.__('Clear Baseline'),
    caption: trans.__('Compare counts of objects with no baseline'),
    describedBy: describeArguments(),
    isEnabled: args =>
      scope.isReady(args) && (census(args)?.baselineRunId ?? null) !== null,
    execute: args => act(args, 'clear')
  });
}
