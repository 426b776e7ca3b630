import { deltaOf, residentOf, timeOf } from './runs';
import type { Run, TimelineItem } from './runs';

/** What one kernel process did in all its runs that are listed. */
export interface EraSum {
  readonly runs: number;
  /** Sum over runs and collections; null when no figure was given. */
  readonly deltaBytes: number | null;
  /** What RSS changed while no cell ran; null where a figure is missing. */
  readonly between: BetweenSum | null;
  readonly peakBytes: number | null;
  readonly durationMs: number;
  readonly objects: ObjectsSum;
  /** Mean over the runs that ended, without those recorded unless all were; null without a run. */
  readonly hookMs: number | null;
  /** Whether that is of recorded runs: reading the allocations costs much more. */
  readonly hookRecorded: boolean;
  /** The first run that is listed. */
  readonly first: Run | null;
}

export interface ObjectsSum {
  /** From before the first run to after the last; null unless both were counted. */
  readonly delta: number | null;
  /** Runs that ended, and those among them without a change of their own. */
  readonly ended: number;
  readonly uncounted: number;
}

export interface BetweenSum {
  readonly bytes: number;
  /** RSS before the first run or collection, and after the last or now. */
  readonly before: number;
  readonly after: number;
}

/**
 * Add up the items of one era.
 *
 * @param restBytes - What RSS is now; null where it is that after the last item.
 */
export function sumOf(
  items: readonly TimelineItem[],
  era: number,
  restBytes: number | null = null
): EraSum {
  const mine = items.filter(item => item.era === era);
  const runs = mine.filter(item => item.type === 'run');
  const apart = mine.filter(item => !isWithinRun(item));
  const deltas = apart.map(deltaBytesOf).filter(isNumber);
  const peaks = runs.map(run => run.peakBytes).filter(isNumber);
  const plain = runs.filter(run => !run.recorded && run.hookMs !== null);
  const hookRecorded = plain.length === 0;
  const hooks = (hookRecorded ? runs : plain)
    .map(run => run.hookMs)
    .filter(isNumber);
  return {
    runs: runs.length,
    deltaBytes: deltas.length > 0 ? total(deltas) : null,
    between: betweenOf(apart, restBytes),
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
  if (item.type === 'break') {
    return null;
  }
  const { before, after } = residentOf(item);
  return deltaOf(before, after);
}

/** What it changed is in the figure of its run already. */
function isWithinRun(item: TimelineItem): boolean {
  return item.type === 'collection' && item.collection.while_running;
}

/** A run of which nothing is known is the last of its process, and no part of what was between the others. */
function isUnseen(item: TimelineItem): boolean {
  return item.type === 'run' && timeOf(item) === null;
}

function betweenOf(
  items: readonly TimelineItem[],
  restBytes: number | null
): BetweenSum | null {
  const acts = items
    .filter(item => item.type !== 'break')
    .filter(item => !isUnseen(item));
  const deltas = acts.map(deltaBytesOf).filter(isNumber);
  const last = acts.at(-1);
  const before = acts.length > 0 ? residentOf(acts[0]).before : null;
  const after = restBytes ?? (last ? residentOf(last).after : null);
  return deltas.length < acts.length || before === null || after === null
    ? null
    : { before, after, bytes: after - before - total(deltas) };
}

function objectsOf(runs: readonly Run[]): ObjectsSum {
  const ended = runs.filter(run => run.state !== 'running');
  const counted = ended.filter(run => isNumber(run.objects?.delta));
  const first = ended[0]?.objects;
  const last = ended.at(-1)?.objects?.count;
  const isWhole =
    isNumber(first?.count) && isNumber(first.delta) && isNumber(last);
  return {
    delta: isWhole ? last - (first.count - first.delta) : null,
    ended: ended.length,
    uncounted: ended.length - counted.length
  };
}

function isNumber(value: number | null | undefined): value is number {
  return typeof value === 'number';
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
