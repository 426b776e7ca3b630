import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { NO_FIGURE } from '../format';
import type { CellValue, TableColumn } from '../table';
import {
  deltaFigure,
  gcFigure,
  objectsFigure,
  peakFigure,
  probeFigure,
  promptOf,
  stateText,
  timeFigure,
  titleOf
} from './figures';
import type { Figure } from './figures';
import { timeOf } from './runs';
import type { Run, TimelineItem, UserCollection } from './runs';
import { deltaBytesOf } from './sums';

type Column = TableColumn<TimelineItem>;
type FigureOf = (
  entry: Run | UserCollection,
  trans: TranslationBundle
) => Figure;

/** Columns of the run table; the narrower the panel, the fewer are shown. */
export function runColumns(trans: TranslationBundle): readonly Column[] {
  const name: Column = {
    id: 'cell',
    header: trans.__('Cell'),
    value: startOf,
    text: item => titleOf(item, trans),
    render: item => <NameCell item={item} trans={trans} />
  };
  return [
    name,
    ...memoryColumns(trans),
    figureColumn(trans, timeFigure, {
      id: 'time',
      header: trans.__('Time'),
      width: '60px',
      hiddenBelow: 390,
      value: durationOf
    }),
    figureColumn(trans, objectsFigure, {
      id: 'objects',
      header: trans.__('Δ objects'),
      width: '92px',
      hiddenBelow: 496,
      value: objectsOf
    }),
    figureColumn(trans, gcFigure, {
      id: 'gc',
      header: trans.__('gc'),
      width: '80px',
      hiddenBelow: 606,
      value: ofRun(run => run.gcPauseMs)
    }),
    figureColumn(trans, probeFigure, {
      id: 'probe',
      header: trans.__('Probe'),
      width: '48px',
      hiddenBelow: 686,
      value: ofRun(run => run.hookMs)
    })
  ];
}

function memoryColumns(trans: TranslationBundle): readonly Column[] {
  return [
    figureColumn(trans, deltaFigure, {
      id: 'delta',
      header: trans.__('Δ RSS'),
      width: '78px',
      value: deltaBytesOf
    }),
    figureColumn(trans, peakFigure, {
      id: 'peak',
      header: trans.__('Peak'),
      width: '84px',
      value: peakOf
    })
  ];
}

function figureColumn(
  trans: TranslationBundle,
  figureOf: FigureOf,
  column: Pick<Column, 'id' | 'header' | 'width' | 'hiddenBelow' | 'value'>
): Column {
  return {
    ...column,
    numeric: true,
    text: item => (item.type === 'break' ? '' : textOf(figureOf(item, trans))),
    render: item =>
      item.type !== 'break' && <FigureCell {...figureOf(item, trans)} />
  };
}

/** What an exported table holds. */
export function exportColumns(): readonly Column[] {
  const column = (id: string, value: Column['value']): Column => ({
    id,
    header: id,
    value
  });
  return [
    column('kind', item => item.type),
    column('kernel_process', item => item.era + 1),
    column(
      'execution_count',
      ofRun(run => run.executionCount)
    ),
    column('label', item => (item.type === 'run' ? item.label : null)),
    column('state', item => (item.type === 'run' ? item.state : null)),
    column('started_at_ms', item =>
      item.type === 'break' ? null : startOf(item)
    ),
    column('duration_ms', durationOf),
    column('rss_delta_bytes', deltaBytesOf),
    column('peak_rss_bytes', peakOf),
    column('peak_source', peakSourceOf),
    column('object_count_delta', objectsOf),
    column(
      'gc_count',
      ofRun(run => run.gcCount)
    ),
    column(
      'gc_pause_ms',
      ofRun(run => run.gcPauseMs)
    ),
    column(
      'probe_hook_ms',
      ofRun(run => run.hookMs)
    )
  ];
}

/** A figure, and beside it for the mouse and for screen readers why it is missing. */
export function FigureCell(props: Figure): React.ReactElement {
  const absent = props.text === NO_FIGURE;
  return (
    <span title={props.note || undefined}>
      {props.text}
      {absent && <span className="jp-Heapscope-srOnly"> {props.note}</span>}
    </span>
  );
}

function NameCell(props: {
  readonly item: TimelineItem;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { item, trans } = props;
  if (item.type !== 'run') {
    return (
      <span className="jp-Heapscope-runName">
        <span className="jp-Heapscope-cellRef jp-Heapscope-info" aria-hidden>
          ◆
        </span>
        <span className="jp-Heapscope-cut">{titleOf(item, trans)}</span>
      </span>
    );
  }
  return (
    <span className="jp-Heapscope-runName">
      <span className="jp-Heapscope-cellRef">{promptOf(item)}</span>
      <RunMark run={item} trans={trans} />
      <code className="jp-Heapscope-code jp-Heapscope-cut">{item.label}</code>
    </span>
  );
}

/** ▶ running, ✕ raised, ● recorded. */
function RunMark(props: {
  readonly run: Run;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { run, trans } = props;
  const state = stateText(run, trans);
  if (state) {
    const running = run.state === 'running';
    return (
      <span
        className={running ? 'jp-Heapscope-brand' : 'jp-Heapscope-bad'}
        role="img"
        aria-label={state}
      >
        {running ? '▶' : '✕'}
      </span>
    );
  }
  return run.recorded ? (
    <span
      className="jp-Heapscope-bad"
      role="img"
      aria-label={trans.__('allocations recorded')}
    >
      ●
    </span>
  ) : null;
}

function textOf(figure: Figure): string {
  return figure.note ? `${figure.text} (${figure.note})` : figure.text;
}

function ofRun(read: (run: Run) => number | null) {
  return (item: TimelineItem): CellValue =>
    item.type === 'run' ? read(item) : null;
}

function startOf(item: TimelineItem): number {
  switch (item.type) {
    case 'run':
      return item.startedAtMs;
    case 'collection':
      return item.collection.at_ms;
    case 'break':
      return 0;
  }
}

function durationOf(item: TimelineItem): CellValue {
  switch (item.type) {
    case 'run':
      return timeOf(item);
    case 'collection':
      return item.collection.took_ms;
    case 'break':
      return null;
  }
}

function peakOf(item: TimelineItem): CellValue {
  switch (item.type) {
    case 'run':
      return item.peakBytes;
    case 'collection':
      return item.collection.rss_before_bytes;
    case 'break':
      return null;
  }
}

function peakSourceOf(item: TimelineItem): CellValue {
  if (item.type !== 'run' || item.peakBytes === null) {
    return null;
  }
  return item.peakSampled ? 'sampled' : 'exact';
}

function objectsOf(item: TimelineItem): CellValue {
  switch (item.type) {
    case 'run':
      return item.objects?.delta ?? null;
    case 'collection':
      return -item.collection.unreachable;
    case 'break':
      return null;
  }
}
