import { hasFailed } from './runs';
import type { Run } from './runs';
import type { BandBox, BandLabel, BreakLine, GcTick, Marks } from './marks';
import { labelsOf } from './marks';
import type { Palette } from './palette';

/** A horizontal line across the plot. */
export interface LimitLine {
  readonly kind: 'limit' | 'warning';
  readonly bytes: number;
  /** Translated, with the figure. */
  readonly label: string;
}

/** Everything but line and axis of one drawing; px are CSS px from the plot's upper left corner. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Narrow panel: fewer words. */
  readonly compact: boolean;
  readonly palette: Palette;
  readonly marks: Marks;
  readonly limits: readonly LimitLine[];
  readonly selectedKey: string | null;
  /** End of the live line. */
  readonly now: {
    readonly at: number;
    readonly bytes: number;
    readonly label: string;
  } | null;
  readonly unit: string;
  /** Translated. */
  readonly gcLabel: string;
  readonly yOf: (bytes: number) => number;
  readonly promptText: (run: Run) => string;
  readonly timeText: (run: Run) => string;
  readonly breakText: (line: BreakLine) => string;
}

type Context = CanvasRenderingContext2D;

/** Room around the plot, px. */
export const MARGINS = { top: 24, right: 12, left: 44, lane: 30, times: 18 };

/** A time may reach a little beyond its band, px. */
const TIME_OVERHANG = 8;
const LANE_TICK = { minor: 6, full: 12 };
const PEAK_HALF = 4.5;
const DIAMOND_HALF = 6;

/** Under the line: bands and limits. */
export function paintUnder(ctx: Context, scene: Scene): void {
  const { palette, marks, height, width } = scene;
  for (const box of marks.bands) {
    const left = Math.max(0, box.left);
    const size = Math.min(width, box.right) - left;
    const { colour, alpha } = bandFill(box.run, scene);
    ctx.globalAlpha = alpha;
    ctx.fillStyle = colour;
    ctx.fillRect(left, 0, Math.max(1, size), height);
    if (box.run.key === scene.selectedKey) {
      ctx.globalAlpha = 1;
      ctx.fillStyle = palette.line;
      ctx.fillRect(left, -2, Math.max(2, size), 2);
    }
  }
  ctx.globalAlpha = 1;
}

/** Over the line: limits, peaks, labels and the lane of collections. */
export function paintOver(ctx: Context, scene: Scene): void {
  scene.limits.forEach(limit => paintLimit(ctx, scene, limit));
  scene.marks.breaks.forEach(line => paintBreak(ctx, scene, line));
  paintPeaks(ctx, scene);
  paintNow(ctx, scene);
  paintPrompts(ctx, scene);
  if (!scene.compact) {
    paintTimes(ctx, scene);
  }
  paintLane(ctx, scene);
}

function bandFill(
  run: Run,
  { palette, selectedKey }: Scene
): { readonly colour: string; readonly alpha: number } {
  if (run.key === selectedKey) {
    return { colour: palette.line, alpha: 0.16 };
  }
  if (run.state === 'running') {
    return { colour: palette.line, alpha: 0.1 };
  }
  return run.state === 'ok'
    ? { colour: palette.band, alpha: 0.55 }
    : { colour: palette.limit, alpha: 0.1 };
}

function paintLimit(ctx: Context, scene: Scene, limit: LimitLine): void {
  const { palette } = scene;
  const y = Math.round(scene.yOf(limit.bytes)) + 0.5;
  const hard = limit.kind === 'limit';
  ctx.strokeStyle = hard ? palette.limit : palette.peak;
  ctx.setLineDash(hard ? [6, 3] : [2, 3]);
  line(ctx, 0, y, scene.width, y);
  ctx.setLineDash([]);
  if (!scene.compact) {
    ctx.font = palette.font;
    ctx.textAlign = 'left';
    ctx.fillStyle = hard ? palette.limitText : palette.muted;
    ctx.fillText(limit.label, 4, hard ? y + 13 : y - 4);
  }
}

function paintBreak(ctx: Context, scene: Scene, mark: BreakLine): void {
  const { palette, height } = scene;
  ctx.strokeStyle = palette.limit;
  ctx.setLineDash([1, 3]);
  line(ctx, mark.at, 0, mark.at, height);
  ctx.setLineDash([]);
  ctx.save();
  ctx.translate(mark.at - 3, height - 4);
  ctx.rotate(-Math.PI / 2);
  ctx.font = palette.font;
  ctx.textAlign = 'left';
  ctx.fillStyle = palette.limitText;
  ctx.fillText(scene.breakText(mark), 0, 0, height - 8);
  ctx.restore();
}

function paintPeaks(ctx: Context, scene: Scene): void {
  const { marks, palette, width } = scene;
  ctx.fillStyle = palette.peak;
  for (const peak of marks.peaks) {
    const y = scene.yOf(peak.bytes) - 2;
    // Whole at the edges too, where the first and the last moment are.
    const isIn = peak.at >= 0 && peak.at <= width;
    const at = isIn
      ? Math.min(Math.max(peak.at, PEAK_HALF), width - PEAK_HALF)
      : peak.at;
    ctx.beginPath();
    ctx.moveTo(at, y);
    ctx.lineTo(at + PEAK_HALF, y - 7);
    ctx.lineTo(at - PEAK_HALF, y - 7);
    ctx.fill();
  }
}

function paintNow(ctx: Context, scene: Scene): void {
  const { now, palette, height, width } = scene;
  if (now === null || now.at < 0 || now.at > width) {
    return;
  }
  const y = scene.yOf(now.bytes);
  ctx.strokeStyle = palette.line;
  ctx.setLineDash([1, 3]);
  line(ctx, now.at, y, now.at, height);
  ctx.setLineDash([]);
  ctx.fillStyle = palette.line;
  ctx.globalAlpha = 0.25;
  disc(ctx, now.at, y, 8);
  ctx.globalAlpha = 1;
  disc(ctx, now.at, y, 4);
  ctx.font = palette.boldFont;
  ctx.fillStyle = palette.text;
  ctx.textAlign = 'center';
  const half = ctx.measureText(now.label).width / 2;
  const at = Math.min(width - half, Math.max(half, now.at));
  ctx.fillText(now.label, at, Math.max(11, y - 13));
}

function paintPrompts(ctx: Context, scene: Scene): void {
  const { palette } = scene;
  ctx.font = palette.codeFont;
  for (const label of labels(ctx, scene, scene.promptText, Infinity)) {
    const { run } = label;
    const chosen = run.key === scene.selectedKey;
    ctx.fillStyle = chosen ? palette.brandText : palette.text;
    if (hasFailed(run)) {
      ctx.fillStyle = palette.limitText;
    }
    ctx.fillText(label.text, label.at, -9);
  }
  ctx.font = palette.font;
  ctx.fillStyle = palette.muted;
  ctx.textAlign = 'right';
  ctx.fillText(scene.unit, -6, -11);
}

function paintTimes(ctx: Context, scene: Scene): void {
  ctx.font = scene.palette.font;
  ctx.fillStyle = scene.palette.muted;
  for (const label of labels(ctx, scene, scene.timeText, TIME_OVERHANG)) {
    ctx.fillText(label.text, label.at, scene.height + 14);
  }
}

function labels(
  ctx: Context,
  scene: Scene,
  textOf: (run: Run) => string,
  overhang: number
): readonly BandLabel[] {
  ctx.textAlign = 'center';
  const boxes = scene.marks.bands
    .map(box => clip(box, scene.width))
    .filter(box => box.right > box.left);
  return labelsOf(boxes, {
    textOf,
    measure: text => ctx.measureText(text).width,
    width: scene.width,
    overhang,
    preferred: scene.selectedKey
  });
}

function paintLane(ctx: Context, scene: Scene): void {
  const { palette, width, height } = scene;
  const base = height + (scene.compact ? 0 : MARGINS.times) + 20;
  ctx.strokeStyle = palette.grid;
  line(ctx, 0, base + 0.5, width, base + 0.5);
  ctx.font = palette.font;
  ctx.fillStyle = palette.muted;
  ctx.textAlign = 'right';
  ctx.fillText(scene.gcLabel, -6, base - 3);
  ctx.fillStyle = palette.gc;
  scene.marks.gcTicks.forEach(tick => paintTick(ctx, tick, base));
  ctx.strokeStyle = palette.gc;
  for (const at of scene.marks.collections) {
    ctx.setLineDash([3, 2]);
    line(ctx, at, 0, at, base - DIAMOND_HALF);
    ctx.setLineDash([]);
    paintDiamond(ctx, at, base - DIAMOND_HALF);
  }
}

function paintTick(ctx: Context, tick: GcTick, base: number): void {
  const size = tick.full ? LANE_TICK.full : LANE_TICK.minor;
  ctx.fillRect(tick.at - 1, base - size, 2, size);
}

function paintDiamond(ctx: Context, x: number, y: number): void {
  ctx.beginPath();
  ctx.moveTo(x, y - DIAMOND_HALF);
  ctx.lineTo(x + DIAMOND_HALF, y);
  ctx.lineTo(x, y + DIAMOND_HALF);
  ctx.lineTo(x - DIAMOND_HALF, y);
  ctx.fill();
}

function clip(box: BandBox, width: number): BandBox {
  return {
    run: box.run,
    left: Math.max(0, box.left),
    right: Math.min(width, box.right)
  };
}

function line(
  ctx: Context,
  fromX: number,
  fromY: number,
  toX: number,
  toY: number
): void {
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}

function disc(ctx: Context, x: number, y: number, radius: number): void {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fill();
}
