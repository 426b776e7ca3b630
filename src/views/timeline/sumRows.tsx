import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  formatDuration,
  NO_FIGURE
} from '../format';
import type { FooterRow } from '../table';
import { FigureCell } from './columns';
import { promptOf } from './figures';
import type { Figure } from './figures';
import type { BetweenSum, EraSum, ObjectsSum } from './sums';

const SUM_SIGN = 'Σ';

/** What the rows add up to, and what changed outside of them; nothing without a run. */
export function sumRows(
  sum: EraSum,
  trans: TranslationBundle
): readonly FooterRow[] {
  const { between } = sum;
  if (sum.runs === 0) {
    return [];
  }
  return between && between.bytes !== 0
    ? [sumRow(sum, trans), betweenRow(between, trans)]
    : [sumRow(sum, trans)];
}

function sumRow(sum: EraSum, trans: TranslationBundle): FooterRow {
  const { first } = sum;
  const since =
    first && first.executionCount !== null && first.executionCount > 1
      ? trans.__('since %1', promptOf(first))
      : trans.__('since kernel start');
  const noFigure = {
    text: NO_FIGURE,
    note: trans.__('The kernel did not give this figure')
  };
  const figure = (value: number | null, format: (n: number) => string) =>
    value === null ? noFigure : { text: format(value), note: '' };
  return {
    key: 'sum',
    cells: {
      cell: (
        <span className="jp-Heapscope-runName">
          <span className="jp-Heapscope-sumSign" aria-hidden>
            {SUM_SIGN}
          </span>
          <span className="jp-Heapscope-cut" title={since}>
            {since}
          </span>
        </span>
      ),
      delta: <FigureCell {...figure(sum.deltaBytes, formatBytesDelta)} />,
      peak: <FigureCell {...figure(sum.peakBytes, formatBytes)} />,
      time: formatDuration(sum.durationMs),
      objects: <FigureCell {...objectsFigure(sum.objects, trans)} />
    }
  };
}

/** A part of the runs is no sum of all. */
function objectsFigure(objects: ObjectsSum, trans: TranslationBundle): Figure {
  const { delta, ended, uncounted } = objects;
  const missing =
    uncounted > 0
      ? trans._n(
          '%3 of %2 run has no count',
          '%3 of %2 runs have no count',
          ended,
          formatCount(ended),
          formatCount(uncounted)
        )
      : '';
  return delta === null
    ? { text: NO_FIGURE, note: missing }
    : { text: formatCountDelta(delta), note: missing };
}

function betweenRow(between: BetweenSum, trans: TranslationBundle): FooterRow {
  const note = trans.__(
    'RSS went from %1 before the first row to %2. This part of it changed while no cell ran: by widgets, by other threads, by the kernel itself, or by Heapscope’s counting.',
    formatBytes(between.before),
    formatBytes(between.after)
  );
  return {
    key: 'between',
    muted: true,
    cells: {
      cell: (
        <span className="jp-Heapscope-cut" title={note}>
          {trans.__('between cells')}
          <span className="jp-Heapscope-srOnly"> {note}</span>
        </span>
      ),
      delta: <FigureCell text={formatBytesDelta(between.bytes)} note={note} />
    }
  };
}
