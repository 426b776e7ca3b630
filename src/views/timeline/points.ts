import { bandIndexAt, placeIn } from './layout';
import type { Band, Layout } from './layout';
import type { Stretch } from './range';

/** The RSS line as uPlot takes it; null breaks it. */
export interface Line {
  readonly xs: number[];
  readonly ys: (number | null)[];
}

/** Bands narrower than this, px, are drawn from start, peak and end alone: more would fall on the same pixels. */
const NARROW_PX = 2;

/**
 * The line through the runs of a stretch, with one run more on either side so that it leaves the chart at its edges.
 *
 * @param width - Px that the stretch is drawn on.
 */
export function lineOf(layout: Layout, stretch: Stretch, width: number): Line {
  const line: Line = { xs: [], ys: [] };
  const narrow = (NARROW_PX / width) * (stretch.to - stretch.from);
  const first = Math.max(0, bandIndexAt(layout, stretch.from) - 1);
  const last = bandIndexAt(layout, stretch.to) + 1;
  const collections = layout.collections.filter(mark => mark.betweenRuns);
  let next = 0;
  let end = layout.bands[first - 1]?.end ?? -Infinity;
  for (let index = first; index <= last; index += 1) {
    const band = layout.bands[index];
    const until = band?.start ?? Infinity;
    for (; next < collections.length && collections[next].at < until; next++) {
      const { at, item } = collections[next];
      if (at >= end) {
        add(line, at, item.collection.rss_before_bytes);
        add(line, at, item.collection.rss_after_bytes);
      }
    }
    if (!band) {
      addTail(line, layout);
      break;
    }
    if (layout.bands[index - 1]?.run.era !== band.run.era) {
      line.xs.push(band.start);
      line.ys.push(null);
    }
    addBand(line, band, band.end - band.start < narrow);
    end = band.end;
  }
  return line;
}

function addBand(line: Line, band: Band, narrow: boolean): void {
  const { run } = band;
  let peakDone = run.peakBytes === null || run.state === 'running';
  const addPeak = (): void => {
    add(line, placeIn(band, run.peakAtMs), run.peakBytes);
    peakDone = true;
  };
  add(line, band.start, run.beforeBytes);
  for (const sample of narrow ? [] : run.samples) {
    if (!peakDone && sample.at_ms >= run.peakAtMs) {
      addPeak();
    }
    add(line, placeIn(band, sample.at_ms), sample.rss_bytes);
  }
  if (!peakDone) {
    addPeak();
  }
  add(line, placeIn(band, run.durationMs), run.afterBytes);
}

function addTail(line: Line, { tail }: Layout): void {
  if (tail) {
    add(line, tail.at, tail.bytes);
  }
}

function add(line: Line, x: number, y: number | null): void {
  if (y !== null) {
    line.xs.push(x);
    line.ys.push(y);
  }
}
