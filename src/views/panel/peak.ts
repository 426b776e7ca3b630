import type { Countings } from '../../model/countings';
import type { Peak } from '../../model/kernel';
import type { Timeline } from '../../model/timeline';
import { PeakSteps } from './peakSteps';
import type { PeakCause, Step } from './peakSteps';

export type { PeakCause } from './peakSteps';

/** How much lower than the highest RSS may be and still count as the same plateau. */
const PLATEAU = 0.99;

interface Rise {
  readonly bytes: number;
  readonly cause: PeakCause;
}

/**
 * What raised RSS to its peak in this kernel process: of all steps on the plateau that it stood on, the one that
 * raised it most, so that a cell that ran later on the same plateau is not blamed. Null where the history does not
 * have the peak, or nothing in it raised RSS.
 *
 * @param start - RSS before the first run; null where that is not known.
 */
export function peakCause(
  peak: Peak,
  timeline: Timeline,
  countings: Countings,
  start: number | null
): PeakCause | null {
  const steps = stepsTo(peak, timeline, countings, start);
  const cause = highestOf(steps)?.cause ?? null;
  return cause?.by === 'between' ? (runBefore(steps) ?? cause) : cause;
}

/** The one of the plateau that the last step reached which raised RSS most, and by how much. */
function highestOf(steps: readonly Step[]): Rise | null {
  const near = PLATEAU * (steps.at(-1)?.top ?? 0);
  let highest: Rise | null = null;
  for (let at = steps.length - 1; at >= 0; at--) {
    const { from, top, cause } = steps[at];
    const bytes = from === null || top === null ? 0 : top - from;
    // In case of doubt the earlier one.
    if (bytes > 0 && bytes >= (highest?.bytes ?? 0)) {
      highest = { bytes, cause };
    }
    if (from === null || from < near) {
      break;
    }
  }
  return highest;
}

/** The run that raised RSS nearly to the peak, if it did not fall again before the rest came, and that was less. */
function runBefore(steps: readonly Step[]): PeakCause | null {
  const isRun = steps.map(step => step.cause.by === 'run');
  const end = isRun.lastIndexOf(true) + 1;
  const top = steps[end - 1]?.top ?? null;
  const peak = steps.at(-1)?.top ?? null;
  const rise = highestOf(steps.slice(0, end));
  if (top === null || peak === null || rise?.cause.by !== 'run') {
    return null;
  }
  const stays = steps
    .slice(end)
    .every(({ from }) => from !== null && from >= PLATEAU * top);
  const since = peak - top;
  return stays && since < rise.bytes ? { ...rise.cause, since } : null;
}

/** Runs, and what is between them, in order, up to what reached the peak; nothing where the history does not have that. */
function stepsTo(
  peak: Peak,
  timeline: Timeline,
  countings: Countings,
  start: number | null
): readonly Step[] {
  const steps = new PeakSteps(peak, countings, start);
  for (const entry of timeline.entries) {
    if (entry.era !== timeline.era) {
      continue;
    }
    if (entry.type === 'run') {
      steps.run(entry.report, entry.report.peak_rss_bytes);
      steps.end(entry.report);
    } else if (entry.type === 'collection' && !entry.collection.while_running) {
      steps.collection(entry.collection);
    }
  }
  const { running } = timeline;
  if (running) {
    const top = Math.max(...running.samples.map(sample => sample.rss_bytes));
    steps.run(running.started, top);
  }
  return steps.upToPeak();
}
