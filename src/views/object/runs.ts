import type { RunEntry, Timeline } from '../../model/timeline';
import { formatPrompt } from '../format';

/** A run of this kernel process; null when it is not in the history. */
export function runOf(timeline: Timeline, runId: number): RunEntry | null {
  return newestRun(timeline, entry => entry.report.run_id === runId);
}

/** `[4]` of a run of this kernel process; null when it is not in the history. */
export function promptOfRun(timeline: Timeline, runId: number): string | null {
  const run = runOf(timeline, runId);
  return run && formatPrompt(run.report.execution_count);
}

/** The newest run of this kernel process, finished or not; 0 before the first. */
export function newestRunId(timeline: Timeline): number {
  const finished = newestRun(timeline, () => true)?.report.run_id ?? 0;
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
