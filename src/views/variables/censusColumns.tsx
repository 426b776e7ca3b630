import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  formatEstimate,
  NO_FIGURE
} from '../format';
import type { FooterRow, TableColumn } from '../table';
import type { CensusRow, CensusSum } from './census';

/** Px from which on there is room for a column; one that is not named is not there. */
type Room = Readonly<Record<string, number>>;

const COMPARED: Room = {
  type: 0,
  size_delta: 0,
  size: 340,
  count: 420,
  count_delta: 480
};
/** Columns without a figure come last. */
const NOT_COMPARED: Room = {
  type: 0,
  size: 0,
  count: 360,
  size_delta: 480,
  count_delta: 480
};
/** The errors are in the tooltips too. */
const ESTIMATED: Room = {
  type: 0,
  size: 0,
  count: 360,
  size_error: 480,
  count_error: 600
};

/**
 * Columns of the census by type, those first in a narrow table that say the most.
 *
 * @param noDelta - Why changes are missing; null where they are known.
 * @param isEstimated - Whether there are errors to show; then there are never changes.
 */
export function censusColumns(
  trans: TranslationBundle,
  noDelta: string | null,
  isEstimated: boolean
): readonly TableColumn<CensusRow>[] {
  const known = noDelta === null ? COMPARED : NOT_COMPARED;
  const room = isEstimated ? ESTIMATED : known;
  const columns: readonly TableColumn<CensusRow>[] = [
    {
      id: 'type',
      header: trans.__('Type'),
      width: 'minmax(0, 1fr)',
      value: row => row.type,
      render: row => <code className="jp-Heapscope-code">{row.type}</code>
    },
    ...countColumns(trans, noDelta ?? '', isEstimated),
    ...sizeColumns(trans, noDelta ?? '', isEstimated)
  ];
  return columns
    .filter(column => column.id in room)
    .map(column => ({ ...column, hiddenBelow: room[column.id] }));
}

function countColumns(
  trans: TranslationBundle,
  noDelta: string,
  isEstimated: boolean
): readonly TableColumn<CensusRow>[] {
  return [
    {
      id: 'count',
      header: trans.__('Count'),
      numeric: true,
      width: isEstimated ? '98px' : '78px',
      value: row => row.count,
      text: row => figureText(row.count, row.countError, formatCount),
      render: row => (
        <Counted value={row.count} error={row.countError} write={formatCount} />
      )
    },
    {
      id: 'count_error',
      header: trans.__('± count'),
      numeric: true,
      width: '78px',
      value: row => row.countError,
      text: row => formatCount(row.countError)
    },
    {
      id: 'count_delta',
      header: trans.__('Δ count'),
      description: changeText(trans),
      isChange: true,
      numeric: true,
      width: '78px',
      value: row => row.countDelta,
      text: row => deltaText(row.countDelta, formatCountDelta),
      render: row => (
        <Delta value={row.countDelta} write={formatCountDelta} none={noDelta} />
      )
    }
  ];
}

function sizeColumns(
  trans: TranslationBundle,
  noDelta: string,
  isEstimated: boolean
): readonly TableColumn<CensusRow>[] {
  return [
    {
      id: 'size',
      header: trans.__('Size'),
      numeric: true,
      width: isEstimated ? '92px' : '78px',
      exportAs: 'shallow_bytes',
      value: row => row.bytes,
      text: row => figureText(row.bytes, row.bytesError, formatBytes),
      render: row => (
        <Counted value={row.bytes} error={row.bytesError} write={formatBytes} />
      )
    },
    {
      id: 'size_error',
      header: trans.__('± size'),
      numeric: true,
      width: '78px',
      exportAs: 'shallow_bytes_error',
      value: row => row.bytesError,
      text: row => formatBytes(row.bytesError)
    },
    {
      id: 'size_delta',
      header: trans.__('Δ size'),
      description: changeText(trans),
      isChange: true,
      numeric: true,
      width: '88px',
      exportAs: 'shallow_bytes_delta',
      value: row => row.bytesDelta,
      text: row => deltaText(row.bytesDelta, formatBytesDelta),
      render: row => (
        <Delta value={row.bytesDelta} write={formatBytesDelta} none={noDelta} />
      )
    }
  ];
}

function changeText(trans: TranslationBundle): string {
  return trans.__(
    'In order: the largest change first, whether it rose or fell.'
  );
}

/** The footer with sums. */
export function censusSum(sum: CensusSum, label: string): FooterRow {
  return {
    key: 'sum',
    cells: {
      type: label,
      count: (
        <Counted value={sum.count} error={sum.countError} write={formatCount} />
      ),
      count_error: formatCount(sum.countError),
      count_delta: deltaText(sum.countDelta, formatCountDelta),
      size: (
        <Counted value={sum.bytes} error={sum.bytesError} write={formatBytes} />
      ),
      size_error: formatBytes(sum.bytesError),
      size_delta: deltaText(sum.bytesDelta, formatBytesDelta)
    }
  };
}

type Write = (value: number) => string;

function figureText(value: number, error: number, write: Write): string {
  return error ? formatEstimate(write(value)) : write(value);
}

/** A figure; an estimated one with its error. */
function Counted(props: {
  readonly value: number;
  readonly error: number;
  readonly write: Write;
}): React.ReactElement {
  const { value, error, write } = props;
  const text = figureText(value, error, write);
  return error ? <span title={`± ${write(error)}`}>{text}</span> : <>{text}</>;
}

function deltaText(value: number | null, write: Write): string {
  return value === null ? NO_FIGURE : write(value);
}

/** A change: bold where there is one, green where it fell. */
function Delta(props: {
  readonly value: number | null;
  readonly write: Write;
  readonly none: string;
}): React.ReactElement {
  const { value, write } = props;
  if (value === null) {
    return <span title={props.none}>{NO_FIGURE}</span>;
  }
  if (value === 0) {
    return <span className="jp-Heapscope-muted">{write(value)}</span>;
  }
  return <b className={value < 0 ? 'jp-Heapscope-good' : ''}>{write(value)}</b>;
}
