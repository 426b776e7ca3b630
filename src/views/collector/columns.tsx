import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatCount, formatDuration, formatPrompt } from '../format';
import type { CellValue, TableColumn } from '../table';
import type { CollectionRow, MoreRow } from './collections';

type Column = TableColumn<CollectionRow>;

/** Columns of the list of collections. */
export function collectionColumns(trans: TranslationBundle): readonly Column[] {
  return [
    {
      id: 'cell',
      header: trans.__('Cell'),
      width: 'minmax(44px, 1fr)',
      value: orderOf,
      text: row => nameOf(row, trans),
      render: row => <Name row={row} trans={trans} />
    },
    {
      id: 'at',
      header: trans.__('At'),
      numeric: true,
      width: '60px',
      hiddenBelow: 420,
      value: row => (row.type === 'automatic' ? row.event.at_ms : null),
      text: row =>
        row.type === 'automatic' ? formatDuration(row.event.at_ms) : '',
      exportAs: 'at_ms'
    },
    generationColumn(trans),
    {
      id: 'pause',
      header: trans.__('Pause'),
      numeric: true,
      width: '56px',
      value: pauseOf,
      text: row => textOf(pauseOf(row), formatDuration),
      exportAs: 'pause_ms'
    },
    ...countColumns(trans)
  ];
}

/** The same with what a program needs to tell runs apart. */
export function exportColumns(trans: TranslationBundle): readonly Column[] {
  const [, ...figures] = collectionColumns(trans);
  return [
    { id: 'kind', header: 'kind', value: row => row.type },
    { id: 'execution_count', header: 'execution_count', value: promptOf },
    ...figures,
    {
      id: 'not_listed',
      header: 'not_listed',
      value: row => (row.type === 'more' ? row.count : null)
    }
  ];
}

function generationColumn(trans: TranslationBundle): Column {
  return {
    id: 'generation',
    header: trans.__('Gen.'),
    numeric: true,
    width: '34px',
    value: row => (row.type === 'automatic' ? row.event.generation : null),
    text: row => {
      switch (row.type) {
        case 'automatic':
          return String(row.event.generation);
        case 'user':
          return trans.__('all');
        case 'more':
          return '';
      }
    }
  };
}

function countColumns(trans: TranslationBundle): readonly Column[] {
  return [
    {
      id: 'collected',
      header: trans.__('Collected'),
      numeric: true,
      width: '66px',
      value: collectedOf,
      text: row => textOf(collectedOf(row), formatCount)
    },
    {
      id: 'uncollectable',
      header: trans.__('Uncollectable'),
      numeric: true,
      width: '86px',
      hiddenBelow: 500,
      value: uncollectableOf,
      text: row => textOf(uncollectableOf(row), formatCount)
    }
  ];
}

/** What a row says where it has no figures. */
export function moreText(row: MoreRow, trans: TranslationBundle): string {
  return trans._n(
    '%2 more not listed',
    '%2 more not listed',
    row.count,
    formatCount(row.count)
  );
}

function Name(props: {
  readonly row: CollectionRow;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { row, trans } = props;
  if (row.type === 'user') {
    return (
      <>
        <span className="jp-Heapscope-info" aria-hidden>
          ◆
        </span>{' '}
        {trans.__('you')}
      </>
    );
  }
  return (
    <>
      <span className="jp-Heapscope-cellRef">
        {formatPrompt(row.run.report.execution_count)}
      </span>{' '}
      {row.type === 'more' ? (
        moreText(row, trans)
      ) : (
        <code className="jp-Heapscope-code">{row.run.report.label}</code>
      )}
    </>
  );
}

function nameOf(row: CollectionRow, trans: TranslationBundle): string {
  if (row.type === 'user') {
    return trans.__('you');
  }
  const { execution_count: count, label } = row.run.report;
  const text = row.type === 'more' ? moreText(row, trans) : label;
  return `${formatPrompt(count)} ${text}`;
}

/** Epoch ms. */
function orderOf(row: CollectionRow): number {
  switch (row.type) {
    case 'automatic':
      return row.run.report.started_at_ms + row.event.at_ms;
    case 'more':
      return row.run.report.started_at_ms + row.atMs;
    case 'user':
      return row.entry.collection.at_ms;
  }
}

function promptOf(row: CollectionRow): CellValue {
  return row.type === 'user' ? null : row.run.report.execution_count;
}

function pauseOf(row: CollectionRow): number | null {
  switch (row.type) {
    case 'automatic':
      return row.event.pause_ms;
    case 'user':
      return row.entry.collection.took_ms;
    case 'more':
      return null;
  }
}

function collectedOf(row: CollectionRow): number | null {
  switch (row.type) {
    case 'automatic':
      return row.event.collected;
    case 'user':
      return row.entry.collection.unreachable;
    case 'more':
      return null;
  }
}

function uncollectableOf(row: CollectionRow): number | null {
  switch (row.type) {
    case 'automatic':
      return row.event.uncollectable;
    case 'user':
      return row.entry.collection.uncollectable;
    case 'more':
      return null;
  }
}

function textOf(
  value: number | null,
  format: (value: number) => string
): string {
  return value === null ? '' : format(value);
}
