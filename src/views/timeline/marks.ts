import { bandIndexAt, placeIn } from './layout';
import type { Band, Layout } from './layout';
import type { Stretch } from './range';
import type { EraBreak, Run } from './runs';

/** A band on the plot, px from its left edge. */
export interface BandBox {
  readonly run: Run;
  readonly left: number;
  readonly right: number;
}

/** A text over or under a band, px. */
export interface BandLabel {
  readonly run: Run;
  readonly text: string;
  /** The middle. */
  readonly at: number;
  readonly left: number;
  readonly right: number;
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
/** No label is narrower, px; spares measuring the texts of slivers. */
const LEAST_LABEL = 12;

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

export interface LabelOptions {
  readonly textOf: (run: Run) => string;
  /** Width of a text, px; not cheap. */
  readonly measure: (text: string) => number;
  /** Of the plot, px. */
  readonly width: number;
  /** Px that a label may be wider than its band. */
  readonly overhang: number;
  /** Key of a run whose label comes before its neighbours'. */
  readonly preferred: string | null;
}

/** The labels that have room, from left to right. */
export function labelsOf(
  boxes: readonly BandBox[],
  options: LabelOptions
): readonly BandLabel[] {
  const chosen = boxes.find(box => box.run.key === options.preferred);
  const reserved = chosen ? labelOf(chosen, options) : null;
  const labels: BandLabel[] = [];
  let free = -Infinity;
  for (const box of boxes) {
    const middle = (box.left + box.right) / 2;
    const roomy = box.right - box.left + options.overhang >= LEAST_LABEL;
    const label =
      middle >= free && roomy
        ? box === chosen
          ? reserved
          : labelOf(box, options)
        : null;
    const collides =
      box !== chosen && label && reserved && overlap(label, reserved);
    if (label && label.left >= free && !collides) {
      labels.push(label);
      free = label.right + LABEL_SPACING;
    }
  }
  return labels;
}

/** A label over the middle of its band, kept within the plot; null when it is too wide. */
function labelOf(box: BandBox, options: LabelOptions): BandLabel | null {
  const { width, overhang } = options;
  const text = options.textOf(box.run);
  const size = options.measure(text);
  if (box.right - box.left + overhang < size) {
    return null;
  }
  const middle = (box.left + box.right) / 2;
  const at = Math.max(size / 2, Math.min(width - size / 2, middle));
  return {
    run: box.run,
    text,
    at,
    left: at - size / 2,
    right: at + size / 2
  };
}

function overlap(a: BandLabel, b: BandLabel): boolean {
  return a.right + LABEL_SPACING > b.left && a.left < b.right + LABEL_SPACING;
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
    const sameColumn =
      last &&
      box.right - box.left < 1 &&
      Math.floor(last.left) === Math.floor(box.left);
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
      at: pixel(placeIn(band, run.peakAtMs)),
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
