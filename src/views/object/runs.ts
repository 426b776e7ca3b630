import type { RunEntry, Timeline } from '../../model/timeline';

/** A run of this kernel process; null when it is not in the history. */
export function runOf(timeline: Timeline, runId: number): RunEntry | null {
  return newestRun(timeline, entry => entry.report.run_id === runId);
}

/** The last run of this kernel process that ended; null before the first. */
export function lastRun(timeline: Timeline): RunEntry | null {
  return newestRun(timeline, () => true);
}

/** The newest run of this kernel process, finished or not; 0 before the first. */
export function newestRunId(timeline: Timeline): number {
  const finished = lastRun(timeline)?.report.run_id ?? 0;
  return Math.max(finished, timeline.running?.started.run_id ?? 0);
}

function newestRun(
  timeline: Timeline,
  test: (entry: RunEntry) => boolean
): RunEntry | null {
  const { entries, era } = timeline;
  for (let at = entries.length - 1; at >= 0; at--) {
    const entry = entries[at];
    if (entry.era !== era) {
      return null;
    }
    if (entry.type === 'run' && test(entry)) {
      return entry;
    }
  }
  return null;
}
