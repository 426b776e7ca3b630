import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { ObjectSummary, Variable } from '../../protocol';
import { formatBytes, NO_FIGURE } from '../format';
import { shapeText, TypeBadge } from '../object';
import type { TableColumn } from '../table';

/** Columns of the table of names. */
export function variableColumns(
  trans: TranslationBundle
): readonly TableColumn<Variable>[] {
  return [
    {
      id: 'name',
      header: trans.__('Name'),
      width: 'minmax(0, 13fr)',
      value: row => row.name,
      render: row => <b className="jp-Heapscope-code">{row.name}</b>
    },
    {
      id: 'type',
      header: trans.__('Type'),
      width: 'minmax(0, 10fr)',
      value: row => row.object.type,
      render: row => (
        <TypeBadge type={row.object.type} category={row.object.category} />
      )
    },
    {
      id: 'shape',
      header: trans.__('Shape'),
      width: 'minmax(0, 14fr)',
      hiddenBelow: 400,
      value: row => shapeText(row.object, trans) || null,
      text: row => shapeText(row.object, trans),
      render: row => (
        <span className="jp-Heapscope-muted">
          {shapeText(row.object, trans)}
        </span>
      )
    },
    {
      id: 'size',
      header: trans.__('Shallow'),
      description: shallowText(trans),
      numeric: true,
      width: '76px',
      exportAs: 'shallow_bytes',
      value: row => row.object.shallow_bytes,
      text: ({ object }) => formatSize(object.shallow_bytes),
      render: ({ object }) => <Size {...{ object, trans }} />
    },
    {
      id: 'value',
      header: trans.__('Value'),
      width: 'minmax(0, 8fr)',
      hiddenBelow: 340,
      value: row => row.object.text,
      text: row => row.object.text ?? '',
      render: row => (
        <code className="jp-Heapscope-code">{row.object.text}</code>
      )
    }
  ];
}

/** Items of a list, columns of a table and the data of a view are objects of their own. */
function shallowText(trans: TranslationBundle): string {
  return trans.__(
    'The object alone, not what it refers to: the items of a list, the columns of a table, the array that a view shows are counted apart.'
  );
}

function formatSize(bytes: number | null): string {
  return bytes === null ? NO_FIGURE : formatBytes(bytes);
}

function Size(props: {
  readonly object: ObjectSummary;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { object, trans } = props;
  const bytes = object.shallow_bytes;
  const note =
    bytes === null
      ? trans.__('Its size cannot be had without running its code.')
      : shallowText(trans);
  return <span title={note}>{formatSize(bytes)}</span>;
}
