import { residentOf } from './runs';
import type { EraBreak, Run, TimelineItem, UserCollection } from './runs';

/** `cells`: each run has a least length, so that short ones are seen; `clock`: length is time. Idle time is folded in both. */
export type ChartScale = 'cells' | 'clock';

/** A run's place along the chart, in units of the layout. */
export interface Band {
  readonly run: Run;
  readonly start: number;
  readonly end: number;
  /** The time that its length stands for; a run in progress leaves room on its right. */
  readonly spanMs: number;
}

export interface CollectionMark {
  readonly item: UserCollection;
  readonly at: number;
  /** True when it came between two runs, so that its RSS is part of the line. */
  readonly betweenRuns: boolean;
}

export interface BreakMark {
  readonly item: EraBreak;
  readonly at: number;
}

/** What RSS is now, where that is not what it was after the last item. */
export interface Tail {
  readonly at: number;
  readonly bytes: number;
}

/** Where everything stands along the chart; each list in order. */
export interface Layout {
  readonly bands: readonly Band[];
  readonly collections: readonly CollectionMark[];
  readonly breaks: readonly BreakMark[];
  readonly tail: Tail | null;
  readonly length: number;
}

/** What folded stretches measure. */
interface Folds {
  /** The most that idle time between two runs takes. */
  readonly gap: number;
  /** What one more collection between two runs takes. */
  readonly collection: number;
  readonly break: number;
}

const LIVE_ROOM = 1.25;
/** Less is what the allocator and the probe take and give back at any time. */
const TAIL_BYTES = 1024 * 1024;
/** All idle time together takes at most this share of the time that cells ran. */
const CLOCK_IDLE_SHARE = 0.15;
/** The folds of `cells`, in lengths of the shortest band. */
const CELL_FOLDS: Folds = { gap: 0.08, collection: 0.12, break: 0.6 };

/**
 * Put runs, collections and breaks one after the other.
 *
 * @param restBytes - RSS of a kernel in which no cell runs; null while one does, and for one that is gone.
 */
export function layOut(
  items: readonly TimelineItem[],
  scale: ChartScale,
  restBytes: number | null = null
): Layout {
  const folds = scale === 'cells' ? CELL_FOLDS : clockFolds(items);
  const builder = new Builder(scale, folds);
  items.forEach(item => builder.add(item));
  return builder.finish(tailBytes(items.at(-1), restBytes));
}

/** RSS at rest, if a thread or a widget changed it much since the last item. */
function tailBytes(
  last: TimelineItem | undefined,
  restBytes: number | null
): number | null {
  if (!last || last.type === 'break' || restBytes === null) {
    return null;
  }
  const { after } = residentOf(last);
  const hasChanged = after !== null && Math.abs(restBytes - after) > TAIL_BYTES;
  return hasChanged ? restBytes : null;
}

/** The place of a moment of a run, `atMs` after its start. */
export function placeIn(band: Band, atMs: number): number {
  const share = band.spanMs > 0 ? atMs / band.spanMs : 0;
  return band.start + (band.end - band.start) * Math.min(1, Math.max(0, share));
}

/** Index of the last band that starts at or before `at`; -1 when there is none. */
export function bandIndexAt(layout: Layout, at: number): number {
  let low = 0;
  let high = layout.bands.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (layout.bands[middle].start <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}

/** The band at a place, or the nearer one when the place is between two. */
export function nearestBand(layout: Layout, at: number): Band | null {
  const index = bandIndexAt(layout, at);
  const left = layout.bands[index];
  const right = layout.bands[index + 1];
  if (!left || !right) {
    return left ?? right ?? null;
  }
  return at - left.end <= right.start - at ? left : right;
}

export function bandOf(layout: Layout, key: string | null): Band | null {
  return layout.bands.find(band => band.run.key === key) ?? null;
}

function clockFolds(items: readonly TimelineItem[]): Folds {
  const runs = items.filter(item => item.type === 'run');
  const active = runs.reduce((sum, run) => sum + run.durationMs, 0) || 1;
  const gap = (CLOCK_IDLE_SHARE * active) / Math.max(1, runs.length);
  return { gap, collection: gap, break: active * 0.04 };
}

class Builder {
  constructor(scale: ChartScale, folds: Folds) {
    this._scale = scale;
    this._folds = folds;
  }

  add(item: TimelineItem): void {
    switch (item.type) {
      case 'run':
        this._run(item);
        break;
      case 'collection':
        this._waiting.push(item);
        break;
      case 'break':
        this._break(item);
        break;
    }
  }

  finish(tailBytes: number | null): Layout {
    this._between(this._waiting);
    if (tailBytes !== null) {
      this._end += this._folds.collection;
    }
    return {
      bands: this._bands,
      collections: this._collections,
      breaks: this._breaks,
      tail: tailBytes === null ? null : { at: this._end, bytes: tailBytes },
      length: this._end
    };
  }

  /** Collections come before the run that they fell into, as that one ended later. */
  private _run(run: Run): void {
    const waiting = this._waiting;
    const isWithin = (one: UserCollection): boolean =>
      one.collection.at_ms >= run.startedAtMs;
    this._waiting = [];
    if (this._bands.length > 0 && !this._afterBreak) {
      this._end += this._gapBefore(run);
    }
    this._between(waiting.filter(one => !isWithin(one)));
    const spanMs = run.durationMs * (run.state === 'running' ? LIVE_ROOM : 1);
    const start = this._end;
    const band = { run, start, end: start + this._lengthOf(spanMs), spanMs };
    this._bands.push(band);
    this._collections.push(
      ...waiting.filter(isWithin).map(item => ({
        item,
        at: placeIn(band, item.collection.at_ms - run.startedAtMs),
        betweenRuns: false
      }))
    );
    this._end = band.end;
    this._afterBreak = false;
  }

  private _break(item: EraBreak): void {
    this._between(this._waiting);
    this._waiting = [];
    this._breaks.push({ item, at: this._end + this._folds.break / 2 });
    this._end += this._folds.break;
    this._afterBreak = true;
  }

  private _between(items: readonly UserCollection[]): void {
    for (const item of items) {
      const at = this._end + this._folds.collection / 2;
      this._collections.push({ item, at, betweenRuns: true });
      this._end += this._folds.collection;
    }
  }

  private _gapBefore(run: Run): number {
    if (this._scale === 'cells') {
      return this._folds.gap;
    }
    const last = this._bands[this._bands.length - 1].run;
    const idle = run.startedAtMs - last.startedAtMs - last.durationMs;
    return Math.min(this._folds.gap, Math.max(0, idle));
  }

  /** In `cells`, a run is one longer each time that its duration doubles beyond a second. */
  private _lengthOf(ms: number): number {
    return this._scale === 'cells' ? 1 + Math.log2(1 + ms / 1000) : ms;
  }

  private readonly _scale: ChartScale;
  private readonly _folds: Folds;
  private readonly _bands: Band[] = [];
  private readonly _collections: CollectionMark[] = [];
  private readonly _breaks: BreakMark[] = [];
  private _waiting: UserCollection[] = [];
  private _end = 0;
  private _afterBreak = false;
}
