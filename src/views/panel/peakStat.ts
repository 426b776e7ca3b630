import type { TranslationBundle } from '@jupyterlab/translation';

import type { MemoryModel } from '../../model/memory';
import { formatBytes, formatPrompt, NO_FIGURE } from '../format';
import { lastRun } from '../object/runs';
import { peakCause } from './peak';
import type { PeakCause } from './peak';
import type { Stat } from './Stats';

/** The highest RSS of this kernel process, and what raised it. */
export function peakStat(trans: TranslationBundle, model: MemoryModel): Stat {
  const { peak } = model.kernel;
  if (!peak) {
    return {
      label: trans.__('Peak'),
      value: NO_FIGURE,
      muted: true,
      reason:
        model.kernel.missing('exact_peak') ??
        trans.__('No cell has run since Heapscope was switched on.')
    };
  }
  const value = formatBytes(peak.bytes);
  if (peak.isEarlier) {
    return {
      label: trans.__('Peak'),
      value,
      reason: trans.__(
        'It was before Heapscope was switched off and on again; the kernel has gone on since.'
      )
    };
  }
  return { value, ...causeTexts(trans, causeIn(model)) };
}

function causeTexts(
  trans: TranslationBundle,
  cause: PeakCause | null
): Pick<Stat, 'label' | 'reason'> {
  switch (cause?.by) {
    case undefined:
      return { label: trans.__('Peak') };
    case 'run':
      return {
        label: trans.__('Peak, %1', formatPrompt(cause.executionCount)),
        reason: cause.since
          ? trans.__(
              'The last %1 of it came after the cell: by widgets, by other threads, by the kernel itself, or by what it answers to this page.',
              formatBytes(cause.since)
            )
          : undefined
      };
    case 'counting':
      return {
        label: trans.__('Peak, counting'),
        reason: trans.__(
          'The last %1 of it came while Heapscope counted objects or measured sizes.',
          formatBytes(cause.bytes)
        )
      };
    case 'between':
      return {
        label: trans.__('Peak, between cells'),
        reason: trans.__(
          'The last %1 of it came while no cell ran: by widgets, by other threads, by the kernel itself, or by what it answers to this page.',
          formatBytes(cause.bytes)
        )
      };
  }
}

/** Null before the first run: then nothing is between cells. */
function causeIn(model: MemoryModel): PeakCause | null {
  const { countings, kernel, timeline } = model;
  const hasRun = timeline.running !== null || lastRun(timeline) !== null;
  const { hello, peak } = kernel;
  const start = hello?.last_run_id === 0 ? hello.memory.rss_bytes : null;
  return peak && hasRun ? peakCause(peak, timeline, countings, start) : null;
}
