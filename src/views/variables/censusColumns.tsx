import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  NO_FIGURE
} from '../format';
import type { FooterRow, TableColumn } from '../table';
import type { CensusRow, CensusSum } from './census';

/**
 * Columns of the census by type.
 *
 * @param noDelta - Why deltas are missing, where they are.
 */
export function censusColumns(
  trans: TranslationBundle,
  noDelta: string
): readonly TableColumn<CensusRow>[] {
  return [
    {
      id: 'type',
      header: trans.__('Type'),
      width: 'minmax(0, 1fr)',
      value: row => row.type,
      render: row => <code className="jp-Heapscope-code">{row.type}</code>
    },
    {
      id: 'count',
      header: trans.__('Count'),
      numeric: true,
      width: '78px',
      hiddenBelow: 360,
      value: row => row.count,
      text: row => formatCount(row.count)
    },
    {
      id: 'count_delta',
      header: trans.__('Δ count'),
      numeric: true,
      width: '78px',
      hiddenBelow: 300,
      value: row => row.countDelta,
      text: row => deltaText(row.countDelta, formatCountDelta),
      render: row => (
        <Delta value={row.countDelta} write={formatCountDelta} none={noDelta} />
      )
    },
    {
      id: 'size',
      header: trans.__('Size'),
      numeric: true,
      width: '72px',
      exportAs: 'shallow_bytes',
      hiddenBelow: 440,
      value: row => row.bytes,
      text: row => formatBytes(row.bytes)
    },
    {
      id: 'size_delta',
      header: trans.__('Δ size'),
      numeric: true,
      width: '82px',
      exportAs: 'shallow_bytes_delta',
      value: row => row.bytesDelta,
      text: row => deltaText(row.bytesDelta, formatBytesDelta),
      render: row => (
        <Delta value={row.bytesDelta} write={formatBytesDelta} none={noDelta} />
      )
    }
  ];
}

/** The footer with sums. */
export function censusSum(sum: CensusSum, label: string): FooterRow {
  return {
    key: 'sum',
    cells: {
      type: label,
      count: formatCount(sum.count),
      count_delta: deltaText(sum.countDelta, formatCountDelta),
      size: formatBytes(sum.bytes),
      size_delta: deltaText(sum.bytesDelta, formatBytesDelta)
    }
  };
}

type Write = (value: number) => string;

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
