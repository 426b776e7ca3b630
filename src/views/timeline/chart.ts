import uPlot from 'uplot';

import { formatInUnit } from '../format';
import { MARGINS, paintOver, paintUnder } from './paint';
import type { Scene } from './paint';
import { paletteOf } from './palette';
import type { Line } from './points';
import type { Stretch } from './range';
import { gridLines } from './scale';
import type { ByteScale } from './scale';

/** One drawing. */
export interface ChartInput {
  /** Px, with axis and lane. */
  readonly width: number;
  readonly height: number;
  readonly line: Line;
  readonly stretch: Stretch;
  readonly scale: ByteScale;
  readonly scene: Omit<Scene, 'width' | 'height' | 'palette' | 'yOf' | 'unit'>;
}

/** What the mouse does on the plot; places are in units of the layout. */
export interface ChartHandlers {
  /** `left`: px from the chart's left edge. Null when the mouse left. */
  readonly onHover: (at: number | null, left: number) => void;
  readonly onClick: (at: number) => void;
  readonly onDrag: (from: number, to: number) => void;
  readonly onReset: () => void;
}

/** A shorter drag is a click, px. */
const LEAST_DRAG = 6;

/** The plot's width within a chart. */
export function plotWidth(width: number): number {
  return Math.max(1, width - MARGINS.left - MARGINS.right);
}

/** uPlot draws line, axis and cursor; bands and marks are painted before and after. */
export class Chart {
  constructor(host: HTMLElement, input: ChartInput, handlers: ChartHandlers) {
    this._input = input;
    this._handlers = handlers;
    this._plot = new uPlot(this._options(), dataOf(input), host);
    const { over } = this._plot;
    over.addEventListener('mousedown', () => (this._dragged = false));
    over.addEventListener('click', event => this._click(event));
    this._theme.observe(document.body, {
      attributeFilter: ['data-jp-theme-light', 'data-jp-theme-name']
    });
  }

  update(input: ChartInput): void {
    const old = this._input;
    this._input = input;
    if (old.width !== input.width || old.height !== input.height) {
      this._plot.setSize(input);
    }
    this._plot.setData(dataOf(input));
  }

  dispose(): void {
    this._theme.disconnect();
    this._plot.destroy();
  }

  private _options(): uPlot.Options {
    const { width, height, scene } = this._input;
    const bottom = MARGINS.lane + (scene.compact ? 0 : MARGINS.times);
    return {
      width,
      height,
      padding: [MARGINS.top, MARGINS.right, bottom, 0],
      legend: { show: false },
      scales: {
        x: {
          time: false,
          range: () => [this._input.stretch.from, this._input.stretch.to]
        },
        y: { range: () => [0, this._input.scale.top] }
      },
      axes: [{ show: false }, this._byteAxis()],
      series: [
        {},
        {
          stroke: ({ root }) => paletteOf(root).line,
          fill: ({ root }) => translucent(paletteOf(root).line),
          width: 2,
          points: { show: false }
        }
      ],
      cursor: {
        y: false,
        points: { show: false },
        drag: {
          x: true,
          setScale: false,
          dist: LEAST_DRAG,
          // By default the click after the smallest move is swallowed; _click tells drags apart itself.
          click: () => undefined
        },
        bind: { dblclick: () => this._reset }
      },
      hooks: {
        drawClear: [plot => this._paint(plot, paintUnder)],
        draw: [plot => this._paint(plot, paintOver)],
        setCursor: [plot => this._hover(plot)],
        setSelect: [plot => this._drag(plot)]
      }
    };
  }

  private _byteAxis(): uPlot.Axis {
    return {
      size: MARGINS.left,
      gap: 2,
      font: paletteOf(document.body).font,
      stroke: ({ root }) => paletteOf(root).muted,
      grid: { stroke: ({ root }) => paletteOf(root).grid, width: 1 },
      ticks: { size: 4, stroke: 'transparent' },
      splits: () => [...gridLines(this._input.scale)],
      values: (_, splits) => {
        const { step, unit } = this._input.scale;
        return splits.map(bytes => formatInUnit(bytes, step, unit));
      }
    };
  }

  /** Give the painter a context whose origin is the plot's corner and whose unit is a CSS px. */
  private _paint(
    plot: uPlot,
    painter: (ctx: CanvasRenderingContext2D, scene: Scene) => void
  ): void {
    const { ctx, bbox, root } = plot;
    const ratio = uPlot.pxRatio;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, bbox.left, bbox.top);
    painter(ctx, {
      ...this._input.scene,
      width: bbox.width / ratio,
      height: bbox.height / ratio,
      palette: paletteOf(root),
      unit: this._input.scale.unit.name,
      yOf: bytes => plot.valToPos(bytes, 'y')
    });
    ctx.restore();
  }

  private _hover(plot: uPlot): void {
    const left = plot.cursor.left ?? -1;
    const over = left >= 0;
    this._handlers.onHover(
      over ? plot.posToVal(left, 'x') : null,
      left + MARGINS.left
    );
  }

  private _drag(plot: uPlot): void {
    const { left, width } = plot.select;
    if (width >= LEAST_DRAG) {
      this._dragged = true;
      this._handlers.onDrag(
        plot.posToVal(left, 'x'),
        plot.posToVal(left + width, 'x')
      );
    }
    const nothing = { left: 0, top: 0, width: 0, height: 0 };
    plot.setSelect(nothing, false);
  }

  private _click(event: MouseEvent): void {
    if (!this._dragged) {
      const { left } = this._plot.over.getBoundingClientRect();
      const at = this._plot.posToVal(event.clientX - left, 'x');
      this._handlers.onClick(at);
    }
    this._dragged = false;
  }

  private readonly _reset = (): null => {
    this._handlers.onReset();
    return null;
  };

  private readonly _theme = new MutationObserver(() => {
    this._plot.redraw(false);
  });
  private readonly _plot: uPlot;
  private readonly _handlers: ChartHandlers;
  private _input: ChartInput;
  private _dragged = false;
}

function dataOf(input: ChartInput): uPlot.AlignedData {
  return [input.line.xs, input.line.ys];
}

function translucent(colour: string): string {
  return `color-mix(in srgb, ${colour} 16%, transparent)`;
}
