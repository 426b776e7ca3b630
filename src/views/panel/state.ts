import type { TranslationBundle } from '@jupyterlab/translation';

import type { KernelFacts } from '../../model/kernel';
import type { MemoryModel } from '../../model/memory';
import type { RunningRun, Timeline } from '../../model/timeline';
import type { Census } from '../../protocol';
import { childrenLabel } from '../children';
import {
  formatBytes,
  formatCount,
  formatCountDelta,
  formatDuration,
  formatEstimate,
  formatPrompt,
  formatShare,
  NO_FIGURE
} from '../format';
import { lastRun, runOf } from '../object/runs';
import { peakStat } from './peakStat';
import type { ITitleBarProps } from './TitleBar';
import type { Stat } from './Stats';

/** What is under the header: the views, what is said in their place, or nothing but a notice. */
export type Content = 'views' | 'no-kernel' | 'off' | 'nothing';

export function contentOf(
  facts: KernelFacts,
  timeline: Pick<Timeline, 'entries'>
): Content {
  switch (facts.phase) {
    case 'none':
      return timeline.entries.length === 0 ? 'no-kernel' : 'views';
    case 'off':
      return 'off';
    case 'unsupported':
      return 'nothing';
    case 'failed':
      return timeline.entries.length === 0 ? 'nothing' : 'views';
    default:
      return 'views';
  }
}

/** The figures in the header are of a process that answers. */
export function isFresh(facts: KernelFacts): boolean {
  return facts.phase === 'ready';
}

/** What the kernel does, for the title bar. */
export function describeState(
  trans: TranslationBundle,
  facts: KernelFacts,
  running: RunningRun | null,
  elapsedMs: number
): Pick<ITitleBarProps, 'state' | 'tone'> {
  switch (facts.phase) {
    case 'none':
      return { state: trans.__('no kernel'), tone: 'none' };
    case 'starting':
      return { state: trans.__('starting…'), tone: 'none' };
    case 'booting':
      return { state: trans.__('connecting…'), tone: 'none' };
    case 'failed':
      return { state: trans.__('✕ not connected'), tone: 'bad' };
    case 'disconnected':
      return { state: trans.__('✕ server out of reach'), tone: 'bad' };
    case 'dead':
      return { state: trans.__('✕ died'), tone: 'bad' };
    case 'off':
      return { state: trans.__('off'), tone: 'none' };
  }
  if (!facts.busy) {
    return { state: trans.__('idle'), tone: 'idle' };
  }
  if (!running) {
    return { state: trans.__('busy'), tone: 'busy' };
  }
  const prompt = formatPrompt(running.started.execution_count);
  return {
    state: trans.__('busy, %1 %2', prompt, formatDuration(elapsedMs)),
    tone: 'busy'
  };
}

/** `Python 3.13` where the probe said so, else what the launcher calls the kernel. */
export function kernelName(model: MemoryModel['kernel']): string {
  const version = model.hello?.python_version.match(/^\d+\.\d+/)?.[0];
  return version ? `Python ${version}` : model.facts.displayName;
}

/** Why RSS in the header stands still while a cell runs; null where it does not. */
export function unreadText(
  trans: TranslationBundle,
  running: RunningRun | null
): string | null {
  return running && !running.isSampled && running.samples.length === 0
    ? trans.__(
        'Not read while %1 runs: sampling is switched off in the settings. It is told when the cell ends.',
        formatPrompt(running.started.execution_count)
      )
    : null;
}

/** The last thing that changed RSS in this kernel process; null before the first. */
export function lastChange(
  trans: TranslationBundle,
  timeline: Timeline
): { readonly bytes: number; readonly where: string } | null {
  const { running, entries } = timeline;
  const last = entries.at(-1);
  const unfinished = running ?? (last?.type === 'lost' ? last.run : null);
  if (unfinished?.era === timeline.era) {
    const { started, samples } = unfinished;
    return change(
      trans.__('in %1', formatPrompt(started.execution_count)),
      started.rss_before_bytes,
      samples.at(-1)?.rss_bytes ?? null
    );
  }
  if (!last || last.type === 'lost' || last.era !== timeline.era) {
    return null;
  }
  if (last.type === 'run') {
    const { report } = last;
    return change(
      trans.__('in %1', formatPrompt(report.execution_count)),
      report.rss_before_bytes,
      report.rss_after_bytes
    );
  }
  const { rss_before_bytes, rss_after_bytes } = last.collection;
  return change(trans.__('collected'), rss_before_bytes, rss_after_bytes);
}

function change(where: string, before: number | null, after: number | null) {
  return before === null || after === null
    ? null
    : { bytes: after - before, where };
}

/** Peak, traced memory and objects. */
export function headerStats(
  trans: TranslationBundle,
  model: MemoryModel
): readonly Stat[] {
  return [
    peakStat(trans, model),
    ...childrenStat(trans, model),
    tracedStat(trans, model),
    objectStat(trans, model)
  ];
}

/** Nothing while there are none, as in most kernels. */
function childrenStat(
  trans: TranslationBundle,
  model: MemoryModel
): readonly Stat[] {
  const children = model.kernel.memory?.children;
  return children && children.count > 0
    ? [
        {
          label: childrenLabel(children.count, trans),
          value: formatBytes(children.rss_bytes),
          reason: trans.__(
            'RSS of the processes that this kernel started, and of theirs. It is no part of the kernel’s own RSS; memory that they share counts in each.'
          )
        }
      ]
    : [];
}

function tracedStat(trans: TranslationBundle, model: MemoryModel): Stat {
  const traced = model.kernel.memory?.traced_bytes ?? null;
  const label = trans.__('Traced');
  if (traced !== null) {
    return { label, value: formatBytes(traced) };
  }
  const mode = model.recording.state?.mode ?? 'off';
  return mode === 'off'
    ? {
        label,
        value: trans.__('off'),
        muted: true,
        reason: trans.__('Allocations are not recorded.')
      }
    : {
        label,
        value: trans.__('from next cell'),
        muted: true,
        reason: trans.__('Tracing begins with the next cell that runs.')
      };
}

function objectStat(trans: TranslationBundle, model: MemoryModel): Stat {
  const { latest, complete: census } = model.census;
  if (latest?.sampled) {
    const count = formatEstimate(formatCount(latest.object_count));
    const { object_count_error: error } = latest.sampled;
    const share = error / Math.max(1, latest.object_count);
    return {
      label: trans.__('Objects'),
      value: `${count} ± ${formatShare(share)}`,
      reason: trans.__(
        'Estimated, ± %1: the heap is too large to be counted in the time for a census.',
        formatCount(error)
      )
    };
  }
  if (!census) {
    return {
      label: trans.__('Objects'),
      value: NO_FIGURE,
      muted: true,
      reason: uncountedText(latest, trans)
    };
  }
  const last = lastRun(model.timeline);
  const value = formatCount(census.object_count);
  if (last !== null && last.report.run_id !== census.run_id) {
    const label =
      census.execution_count === null
        ? trans.__('Objects at the start')
        : trans.__('Objects after %1', formatPrompt(census.execution_count));
    return { label, value };
  }
  return { value, ...objectChange(trans, census, model.timeline) };
}

/** Why no count is known; the last census, if there was one, was not complete. */
function uncountedText(
  latest: Census | null,
  trans: TranslationBundle
): string {
  if (latest === null) {
    return trans.__(
      'Objects are counted while Timeline or Variables is visible.'
    );
  }
  switch (latest.cut_because) {
    case 'budget':
      return trans.__('The count was cut to keep its budget of time.');
    case 'frozen':
      return trans.__(
        'gc.freeze() was called: frozen objects cannot be counted, until gc.unfreeze().'
      );
    case 'next_run':
      return trans.__('The count was given up for a cell that started.');
    case null:
      return trans.__('Objects came and went while they were counted.');
  }
}

/** How the count changed: in the last run where its row says the same, else since which run; nothing where that is gone. */
function objectChange(
  trans: TranslationBundle,
  census: Census,
  timeline: Timeline
): Pick<Stat, 'label' | 'more' | 'reason'> {
  const { object_count_delta: delta, previous_run_id: previous } = census;
  const label = trans.__('Objects');
  if (delta === null || previous === null) {
    return { label };
  }
  const more = formatCountDelta(delta);
  const reason = countedText(census, trans);
  const inRow = runOf(timeline, census.run_id)?.objects;
  const isInRow =
    census.delta_is_of_run &&
    inRow?.delta === delta &&
    inRow.count === census.object_count;
  if (isInRow) {
    return { label, more, reason };
  }
  if (previous === 0) {
    return { label: trans.__('Objects, Δ since start'), more, reason };
  }
  const since = runOf(timeline, previous)?.report;
  return since
    ? {
        label: trans.__(
          'Objects, Δ since %1',
          formatPrompt(since.execution_count)
        ),
        more,
        reason
      }
    : { label };
}

/** Whose the change is, in the words of the run's row, and of when the count is: callbacks of widgets are no runs. */
function countedText(census: Census, trans: TranslationBundle): string {
  return census.delta_is_of_run
    ? trans.__(
        'Counted after the last cell: what a widget or a thread took or gave back since is not in it.'
      )
    : trans.__(
        'Between the cells other code took or gave back many objects (a widget, a thread): the change is not the last cell’s alone.'
      );
}
