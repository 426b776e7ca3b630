import type { Countings } from '../../model/countings';
import type { Peak } from '../../model/kernel';
import type { Timeline } from '../../model/timeline';
import type { RunReport } from '../../protocol';

/** How much lower than the highest a peak may be and still count as the same plateau. */
const PLATEAU = 0.99;

/** What raised RSS to its peak: a run, by its number, or while no cell ran Heapscope's counting or something else. */
export type PeakCause =
  | { readonly by: 'run'; readonly executionCount: number | null }
  | { readonly by: 'counting'; readonly bytes: number }
  | { readonly by: 'between' };

/** One step of RSS on the way to the peak. */
interface Step {
  readonly peak: number | null;
  readonly from: number | null;
  readonly cause: PeakCause;
}

/**
 * What raised RSS to its peak in this kernel process: of all steps that came near it the one that raised it most,
 * so that a cell that ran later on the same plateau is not blamed. Null where nothing in the history did.
 *
 * @param start - RSS before the first run; null where that is not known.
 */
export function peakCause(
  peak: Peak,
  timeline: Timeline,
  countings: Countings,
  start: number | null
): PeakCause | null {
  const near = PLATEAU * peak.bytes;
  let highest = 0;
  let cause: PeakCause | null = null;
  for (const step of stepsOf(peak, timeline, countings, start)) {
    const raised =
      step.peak === null || step.from === null || step.peak < near
        ? 0
        : step.peak - step.from;
    if (raised > highest) {
      highest = raised;
      cause = step.cause;
    }
  }
  return cause;
}

/** Runs, and what is between them, in order. */
function stepsOf(
  peak: Peak,
  timeline: Timeline,
  countings: Countings,
  start: number | null
): readonly Step[] {
  const steps: Step[] = [];
  let last = start;
  const add = (from: number | null, top: number | null, run?: RunId) => {
    steps.push({ peak: from, from: last, cause: { by: 'between' } });
    if (run) {
      const { execution_count: executionCount } = run;
      steps.push({ peak: top, from, cause: { by: 'run', executionCount } });
    }
  };
  const count = (runId: number) => {
    for (const { from, to } of countings.after(runId)) {
      add(from, null);
      steps.push({
        peak: to,
        from,
        cause: { by: 'counting', bytes: to - from }
      });
      last = to; // what is freed again may be taken again
    }
  };
  count(0);
  for (const entry of timeline.entries) {
    if (entry.era !== timeline.era) {
      continue;
    }
    if (entry.type === 'run') {
      const { report } = entry;
      add(report.rss_before_bytes, report.peak_rss_bytes, report);
      last = report.rss_after_bytes;
      count(report.run_id);
    } else if (entry.type === 'collection' && !entry.collection.while_running) {
      add(entry.collection.rss_before_bytes, null);
      last = entry.collection.rss_after_bytes;
    }
  }
  const { running } = timeline;
  if (running) {
    const top = Math.max(...running.samples.map(sample => sample.rss_bytes));
    add(running.started.rss_before_bytes, top, running.started);
  } else if (peak.runId === null) {
    add(peak.bytes, null);
  }
  return steps;
}

type RunId = Pick<RunReport, 'execution_count'>;
