import { bandIndexAt, placeIn } from './layout';
import type { Band, Layout } from './layout';
import { peakTime } from './points';
import type { Stretch } from './range';
import type { EraBreak, Run } from './runs';

/** A band on the plot, px from its left edge. */
export interface BandBox {
  readonly run: Run;
  readonly left: number;
  readonly right: number;
}

/** A text over or under a band; only those that fit are made. */
export interface BandLabel {
  readonly run: Run;
  readonly at: number;
  readonly text: string;
}

export interface PeakMark {
  readonly at: number;
  readonly bytes: number;
}

export interface GcTick {
  readonly at: number;
  /** A collection of the oldest generation, drawn taller. */
  readonly full: boolean;
}

export interface BreakLine {
  readonly at: number;
  readonly item: EraBreak;
}

/** All that is drawn beside the line, thinned to what the pixels can show. */
export interface Marks {
  readonly bands: readonly BandBox[];
  readonly peaks: readonly PeakMark[];
  readonly gcTicks: readonly GcTick[];
  /** User collections, px. */
  readonly collections: readonly number[];
  readonly breaks: readonly BreakLine[];
}

/** Marks of one kind are at least this far apart, px. */
const PEAK_SPACING = 10;
const DIAMOND_SPACING = 6;
const LABEL_SPACING = 4;

/** Px on a plot of `width` of a place within a stretch. */
export function pixelOf(at: number, stretch: Stretch, width: number): number {
  return ((at - stretch.from) / (stretch.to - stretch.from)) * width;
}

/** What is drawn of a stretch on a plot of `width` px. */
export function marksOf(
  layout: Layout,
  stretch: Stretch,
  width: number
): Marks {
  const first = Math.max(0, bandIndexAt(layout, stretch.from));
  const last = bandIndexAt(layout, stretch.to);
  const bands = layout.bands.slice(first, last + 1);
  const pixel = (at: number): number => pixelOf(at, stretch, width);
  const seen = (at: number): boolean => at >= -1 && at <= width + 1;
  return {
    bands: boxesOf(bands, pixel),
    peaks: peaksOf(bands, pixel).filter(mark => seen(mark.at)),
    gcTicks: ticksOf(bands, pixel).filter(mark => seen(mark.at)),
    collections: spaced(
      layout.collections.map(mark => pixel(mark.at)).filter(seen),
      DIAMOND_SPACING
    ),
    breaks: layout.breaks
      .map(mark => ({ at: pixel(mark.at), item: mark.item }))
      .filter(mark => seen(mark.at))
  };
}

/**
 * The labels that have room, from left to right; a preferred run's comes before its neighbours'.
 *
 * @param measure - Width of a text, px.
 * @param within - True when a label must fit in its own band.
 */
export function labelsOf(
  boxes: readonly BandBox[],
  textOf: (run: Run) => string,
  measure: (text: string) => number,
  options: { readonly within: boolean; readonly preferred: string | null }
): readonly BandLabel[] {
  const place = (box: BandBox): BandLabel & { readonly half: number } => {
    const text = textOf(box.run);
    const at = (box.left + box.right) / 2;
    return { run: box.run, at, text, half: measure(text) / 2 };
  };
  const fits = (box: BandBox): boolean =>
    !options.within || box.right - box.left >= measure(textOf(box.run));
  const chosen = boxes.find(box => box.run.key === options.preferred);
  const reserved = chosen && fits(chosen) ? place(chosen) : null;
  const labels: BandLabel[] = [];
  let free = -Infinity;
  for (const box of boxes) {
    const label = box === chosen && reserved ? reserved : place(box);
    const left = label.at - label.half;
    const right = label.at + label.half + LABEL_SPACING;
    const collides =
      reserved !== null &&
      box !== chosen &&
      right > reserved.at - reserved.half &&
      left < reserved.at + reserved.half + LABEL_SPACING;
    if (left >= free && !collides && fits(box)) {
      labels.push(label);
      free = right;
    }
  }
  return labels;
}

/** Bands that share a pixel column become one; one that raised wins, so that it is not lost. */
function boxesOf(
  bands: readonly Band[],
  pixel: (at: number) => number
): readonly BandBox[] {
  const boxes: BandBox[] = [];
  for (const band of bands) {
    const box = {
      run: band.run,
      left: pixel(band.start),
      right: pixel(band.end)
    };
    const last = boxes[boxes.length - 1];
    const sameColumn = last && Math.floor(last.left) === Math.floor(box.right);
    if (!sameColumn) {
      boxes.push(box);
    } else if (last.run.state === 'ok' && box.run.state !== 'ok') {
      boxes[boxes.length - 1] = box;
    }
  }
  return boxes;
}

/** The highest peak of each stretch of some pixels. */
function peaksOf(
  bands: readonly Band[],
  pixel: (at: number) => number
): readonly PeakMark[] {
  const marks: PeakMark[] = [];
  for (const band of bands) {
    const { run } = band;
    if (run.peakBytes === null || run.state === 'running') {
      continue;
    }
    const mark = {
      at: pixel(placeIn(band, peakTime(run))),
      bytes: run.peakBytes
    };
    const last = marks[marks.length - 1];
    if (!last || mark.at - last.at >= PEAK_SPACING) {
      marks.push(mark);
    } else if (mark.bytes > last.bytes) {
      marks[marks.length - 1] = mark;
    }
  }
  return marks;
}

/** One tick a pixel column. */
function ticksOf(
  bands: readonly Band[],
  pixel: (at: number) => number
): readonly GcTick[] {
  const ticks = new Map<number, boolean>();
  for (const band of bands) {
    for (const event of band.run.gcEvents) {
      const column = Math.round(pixel(placeIn(band, event.at_ms)));
      const full = event.generation >= band.run.fullGeneration;
      ticks.set(column, full || ticks.get(column) === true);
    }
  }
  return [...ticks].map(([at, full]) => ({ at, full }));
}

function spaced(places: readonly number[], least: number): readonly number[] {
  const kept: number[] = [];
  for (const place of places) {
    if (kept.length === 0 || place - kept[kept.length - 1] >= least) {
      kept.push(place);
    }
  }
  return kept;
}
