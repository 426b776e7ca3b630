import type { Layout } from './layout';
import { bandOf, nearestBand } from './layout';

/** A place that survives a new layout: a share of a run's band, below 0 or above 1 beside it. */
export interface Anchor {
  readonly key: string;
  readonly share: number;
}

/** Which part of the history the chart shows: all, the last minute, one run, or what was dragged over. */
export type Range =
  | { readonly kind: 'all' | 'recent' | 'run' }
  | { readonly kind: 'zoom'; readonly from: Anchor; readonly to: Anchor };

/** A stretch of the layout. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export const RECENT_MS = 60_000;
/** Free room beside a single run, as a share of its length. */
const MARGIN = 0.03;

/**
 * The stretch that a range means in this layout; all of it when the range is gone.
 *
 * @param runKey - The run that `run` means.
 */
export function stretchOf(
  layout: Layout,
  range: Range,
  runKey: string | null
): Stretch {
  const all = { from: 0, to: Math.max(layout.length, Number.MIN_VALUE) };
  switch (range.kind) {
    case 'all':
      return all;
    case 'recent':
      return { ...all, from: recentStart(layout) };
    case 'run': {
      const band = bandOf(layout, runKey);
      const margin = band ? (band.end - band.start) * MARGIN : 0;
      return band && band.end > band.start
        ? { from: band.start - margin, to: band.end + margin }
        : all;
    }
    case 'zoom': {
      const from = placeOf(layout, range.from);
      const to = placeOf(layout, range.to);
      return from !== null && to !== null && to > from ? { from, to } : all;
    }
  }
}

export function anchorAt(layout: Layout, at: number): Anchor | null {
  const band = nearestBand(layout, at);
  return (
    band && {
      key: band.run.key,
      share: (at - band.start) / (band.end - band.start || 1)
    }
  );
}

function placeOf(layout: Layout, anchor: Anchor): number | null {
  const band = bandOf(layout, anchor.key);
  return band && band.start + anchor.share * (band.end - band.start);
}

/** Start of the first run that went on within the last minute before the newest figure. */
function recentStart(layout: Layout): number {
  const last = layout.bands[layout.bands.length - 1]?.run;
  const since = last ? last.startedAtMs + last.durationMs - RECENT_MS : 0;
  const first = layout.bands.find(
    band => band.run.startedAtMs + band.run.durationMs >= since
  );
  return first?.start ?? 0;
}
