import type { Timeline, TimelineEntry } from '../../model/timeline';

const MAX_POINTS = 24;

/** RSS after the last runs of this kernel process and within the one in progress, bytes, oldest first. */
export function recentRss(timeline: Timeline): readonly number[] {
  const values: number[] = [];
  const live = timeline.running?.samples ?? [];
  // At most half of the line is of the run in progress, so that what was before stays in sight.
  const step = Math.max(1, Math.ceil(live.length / (MAX_POINTS / 2)));
  for (let at = live.length - 1; at >= 0; at -= step) {
    values.unshift(live[at].rss_bytes);
  }
  const { entries } = timeline;
  for (
    let at = entries.length - 1;
    at >= 0 && values.length < MAX_POINTS && entries[at].era === timeline.era;
    at--
  ) {
    const after = residentAfter(entries[at]);
    if (after !== null) {
      values.unshift(after);
    }
  }
  return values;
}

function residentAfter(entry: TimelineEntry): number | null {
  switch (entry.type) {
    case 'run':
      return entry.report.rss_after_bytes;
    case 'lost':
      return entry.run.samples.at(-1)?.rss_bytes ?? null;
    case 'collection':
      return entry.collection.rss_after_bytes;
  }
}

/**
 * Corners of a line through the values, as `points` of an SVG polyline; empty for fewer than two.
 *
 * @param values - From 0 up; the highest reaches the top.
 */
export function sparklinePoints(
  values: readonly number[],
  width: number,
  height: number
): string {
  if (values.length < 2) {
    return '';
  }
  const highest = Math.max(...values, 1);
  return values
    .map((value, at) => {
      const x = (at / (values.length - 1)) * width;
      const y = height - 1 - (value / highest) * (height - 2);
      return `${x.toFixed(1)},${y.toFixed(1)}`;
    })
    .join(' ');
}
