import { deltaOf } from './runs';
import type { Run, TimelineItem } from './runs';

/** What one kernel process did in all its runs that are listed. */
export interface EraSum {
  readonly runs: number;
  /** Sum over runs and collections; null when no figure was given. */
  readonly deltaBytes: number | null;
  readonly peakBytes: number | null;
  readonly durationMs: number;
  /** Between the first and the last census; null without two. */
  readonly objects: ObjectsSum | null;
  /** Mean over the runs that ended, without those recorded unless all were; null without a run. */
  readonly hookMs: number | null;
  /** Whether that is of recorded runs: reading the allocations costs much more. */
  readonly hookRecorded: boolean;
  /** The first run that is listed. */
  readonly first: Run | null;
}

export interface ObjectsSum {
  readonly delta: number;
  /** The runs after which the two censuses were taken. */
  readonly from: Run;
  readonly to: Run;
}

/** Add up the items of one era. */
export function sumOf(items: readonly TimelineItem[], era: number): EraSum {
  const mine = items.filter(item => item.era === era);
  const runs = mine.filter(item => item.type === 'run');
  const deltas = mine.map(deltaBytesOf).filter(isNumber);
  const peaks = runs.map(run => run.peakBytes).filter(isNumber);
  const plain = runs.filter(run => !run.recorded && run.hookMs !== null);
  const hookRecorded = plain.length === 0;
  const hooks = (hookRecorded ? runs : plain)
    .map(run => run.hookMs)
    .filter(isNumber);
  return {
    runs: runs.length,
    deltaBytes: deltas.length > 0 ? total(deltas) : null,
    peakBytes: peaks.length > 0 ? peaks.reduce((a, b) => Math.max(a, b)) : null,
    durationMs: total(runs.map(run => run.durationMs)),
    objects: objectsOf(runs),
    hookMs: hooks.length > 0 ? total(hooks) / hooks.length : null,
    hookRecorded,
    first: runs[0] ?? null
  };
}

/** Change of RSS by an item; null for one without such a figure. */
export function deltaBytesOf(item: TimelineItem): number | null {
  if (item.type === 'run') {
    return item.deltaBytes;
  }
  if (item.type === 'break') {
    return null;
  }
  const { rss_before_bytes: before, rss_after_bytes: after } = item.collection;
  return deltaOf(before, after);
}

function objectsOf(runs: readonly Run[]): ObjectsSum | null {
  const counted = runs.filter(run => isNumber(run.objects?.count));
  const from = counted[0];
  const to = counted[counted.length - 1];
  return counted.length < 2
    ? null
    : {
        from,
        to,
        delta: (to.objects?.count ?? 0) - (from.objects?.count ?? 0)
      };
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
