import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatBytes, formatCount, formatDuration } from '../format';
import { useSize } from '../table/size';
import { Chart, plotWidth } from './chart';
import type { ChartInput } from './chart';
import { ChartTooltip } from './ChartTooltip';
import { breakText, promptOf, sentenceOf, timeFigure } from './figures';
import { moveRun } from './keys';
import { nearestBand } from './layout';
import type { Band, Layout } from './layout';
import { marksOf, pixelOf } from './marks';
import type { LimitLine } from './paint';
import { lineOf } from './points';
import type { Stretch } from './range';
import { hasFailed } from './runs';
import type { Run } from './runs';
import { byteScale } from './scale';
import { Legend } from './Legend';

export interface TimelineChartProps {
  readonly layout: Layout;
  readonly stretch: Stretch;
  readonly limitBytes: number | null;
  readonly limits: readonly LimitLine[];
  readonly selectedKey: string | null;
  /** Of the chart, px. */
  readonly width: number;
  readonly trans: TranslationBundle;
  /** `reveal`: also show the cell. */
  readonly onSelect: (key: string | null, reveal: boolean) => void;
  readonly onZoom: (from: number, to: number) => void;
  /** Escape or a double click; false when there was nothing to reset. */
  readonly onReset: () => boolean;
}

/** As style/timeline.css has it where the panel is high enough, px. */
const HEIGHT = 312;
/** A smaller chart leaves out what would not be read, px. */
const COMPACT_WIDTH = 340;
const COMPACT_HEIGHT = 200;

/** RSS over the runs: a slider for the keyboard and screen readers, a drawing for the eye. */
export function TimelineChart(props: TimelineChartProps): React.ReactElement {
  const { layout, selectedKey, trans, width } = props;
  const [hover, setHover] = React.useState<Hover | null>(null);
  const host = useChart(props, setHover);
  const { bands } = layout;
  const index = bands.findIndex(band => band.run.key === selectedKey);
  const current = bands[index]?.run;
  return (
    <div className="jp-Heapscope-timelineChart">
      <div
        ref={host}
        className="jp-Heapscope-timelinePlot"
        role="slider"
        tabIndex={0}
        aria-label={summaryOf(bands, trans)}
        aria-valuemin={0}
        aria-valuemax={bands.length}
        aria-valuenow={index + 1}
        aria-valuetext={
          current ? sentenceOf(current, trans) : trans.__('no cell selected')
        }
        onKeyDown={event => onKeyDown(event, props)}
      />
      {hover && (
        <ChartTooltip
          run={hover.run}
          left={hover.left}
          width={width}
          trans={trans}
        />
      )}
      <Legend trans={trans} />
    </div>
  );
}

interface Hover {
  readonly run: Run;
  readonly left: number;
}

/** Keep the drawing in step with the props; the element returned is its host. */
function useChart(
  props: TimelineChartProps,
  setHover: (hover: Hover | null) => void
): React.RefObject<HTMLDivElement> {
  const host = React.useRef<HTMLDivElement>(null);
  const chart = React.useRef<Chart | null>(null);
  const latest = React.useRef(props);
  latest.current = props;
  const height = useSize(host, 'clientHeight', HEIGHT);
  const compact = props.width < COMPACT_WIDTH || height < COMPACT_HEIGHT;
  const input = useInput(props, height, compact);
  const latestInput = React.useRef(input);
  latestInput.current = input;

  React.useLayoutEffect(() => {
    if (!host.current) {
      return;
    }
    const runAt = (at: number) => nearestBand(latest.current.layout, at)?.run;
    const made = new Chart(host.current, latestInput.current, {
      onHover: (at, left) => {
        const run = at === null ? undefined : runAt(at);
        setHover(run ? { run, left } : null);
      },
      onClick: at => {
        const run = runAt(at);
        if (run) {
          latest.current.onSelect(run.key, true);
        }
      },
      onDrag: (from, to) => latest.current.onZoom(from, to),
      onReset: () => latest.current.onReset()
    });
    chart.current = made;
    return () => {
      chart.current = null;
      made.dispose();
    };
  }, [setHover, compact]);

  React.useLayoutEffect(() => chart.current?.update(input), [input]);
  return host;
}

function useInput(
  props: TimelineChartProps,
  height: number,
  compact: boolean
): ChartInput {
  const { layout, stretch, limits, limitBytes, selectedKey, trans, width } =
    props;
  const { line, marks, highest } = React.useMemo(() => {
    const pixels = plotWidth(width);
    const points = lineOf(layout, stretch, pixels);
    return {
      line: points,
      marks: marksOf(layout, stretch, pixels),
      highest: points.ys.reduce<number>((top, y) => Math.max(top, y ?? 0), 0)
    };
  }, [layout, stretch, width]);
  return React.useMemo(() => {
    const scale = byteScale(highest, limitBytes);
    return {
      width,
      height,
      line,
      stretch,
      scale,
      scene: {
        compact,
        marks,
        limits: scale.showsLimit ? limits : [],
        selectedKey,
        now: nowOf(layout, stretch, plotWidth(width)),
        gcLabel: trans.__('gc'),
        promptText,
        timeText: run =>
          run.state === 'running'
            ? trans.__('%1 so far', formatDuration(run.durationMs))
            : timeFigure(run, trans).text,
        breakText: mark => breakText(mark.item, trans)
      }
    };
  }, [
    line,
    marks,
    highest,
    layout,
    stretch,
    limits,
    limitBytes,
    selectedKey,
    trans,
    width,
    height,
    compact
  ]);
}

function promptText(run: Run): string {
  const sign = hasFailed(run) ? '✕' : run.recorded ? '●' : '';
  return sign + promptOf(run);
}

/** Where the live line ends. */
function nowOf(
  layout: Layout,
  stretch: Stretch,
  width: number
): ChartInput['scene']['now'] {
  const band = layout.bands[layout.bands.length - 1];
  const bytes = band?.run.afterBytes ?? null;
  if (!band || bytes === null || band.run.state !== 'running') {
    return null;
  }
  const share = band.spanMs > 0 ? band.run.durationMs / band.spanMs : 0;
  const at = band.start + share * (band.end - band.start);
  return {
    at: pixelOf(at, stretch, width),
    bytes,
    label: formatBytes(bytes)
  };
}

function summaryOf(bands: readonly Band[], trans: TranslationBundle): string {
  const runs = bands.map(band => band.run);
  const now = runs[runs.length - 1]?.afterBytes ?? null;
  let top: Run | null = null;
  for (const run of runs) {
    if ((run.peakBytes ?? 0) > (top?.peakBytes ?? 0)) {
      top = run;
    }
  }
  const count = trans._n(
    'RSS over %2 cell run',
    'RSS over %2 cell runs',
    runs.length,
    formatCount(runs.length)
  );
  return now === null || top === null
    ? count
    : trans.__(
        '%1; now %2, highest %3 in %4',
        count,
        formatBytes(now),
        formatBytes(top.peakBytes ?? 0),
        promptOf(top)
      );
}

function onKeyDown(
  event: React.KeyboardEvent,
  props: TimelineChartProps
): void {
  const { layout, selectedKey, onSelect, onReset } = props;
  if (event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const keys = layout.bands.map(band => band.run.key);
  const next = moveRun(event.key, keys, selectedKey);
  if (next !== null) {
    onSelect(next, false);
  } else if (event.key === 'Enter' && selectedKey !== null) {
    onSelect(selectedKey, true);
  } else if (event.key === 'Escape') {
    if (!onReset()) {
      onSelect(null, false);
    }
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}
