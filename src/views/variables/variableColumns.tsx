import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatBytes, NO_FIGURE } from '../format';
import { shapeText, TypeBadge } from '../object';
import type { TableColumn } from '../table';
import { leastBytes } from './sizes';
import type { NamedRow, SizesPhase } from './sizes';
import { sizeDetails, sizeText } from './sizeTexts';

type NameColumn = TableColumn<NamedRow>;

/**
 * Columns of the table of names.
 *
 * @param phase - How far the measuring of what they hold is.
 */
export function variableColumns(
  trans: TranslationBundle,
  phase: SizesPhase
): readonly NameColumn[] {
  return [
    ...objectColumns(trans),
    {
      id: 'size',
      header: trans.__('Size'),
      description: trans.__(
        'The object with all that it leads to: the items of a list, the columns of a table. What several names share counts for each. With ≥ before it, it was too large to be counted to the end.'
      ),
      numeric: true,
      width: '84px',
      value: leastBytes,
      text: row => sizeText(row, phase),
      render: row => (
        <span title={sizeDetails(row, phase, trans)}>
          {sizeText(row, phase)}
        </span>
      )
    },
    {
      id: 'shallow',
      header: trans.__('Shallow'),
      description: shallowText(trans),
      numeric: true,
      width: '76px',
      hiddenBelow: 560,
      exportAs: 'shallow_bytes',
      value: row => row.object.shallow_bytes,
      text: ({ object }) => formatShallow(object.shallow_bytes),
      render: ({ object }) => <Shallow {...{ object, trans }} />
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

/** The same for a file, where a size is one that was measured or none. */
export function exportedColumns(
  trans: TranslationBundle,
  phase: SizesPhase
): readonly NameColumn[] {
  return variableColumns(trans, phase).flatMap(column =>
    column.id === 'size' ? measuredColumns(column) : [column]
  );
}

function measuredColumns(size: NameColumn): readonly NameColumn[] {
  const names = [
    'deep_bytes',
    'deep_complete',
    'exclusive_bytes',
    'shared_bytes'
  ] as const;
  return names.map(name => ({
    ...size,
    id: name,
    exportAs: name,
    value: ({ held }: NamedRow) => {
      const value = held?.[name] ?? null;
      return typeof value === 'boolean' ? String(value) : value;
    }
  }));
}

/** What the object is. */
function objectColumns(trans: TranslationBundle): readonly NameColumn[] {
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
    }
  ];
}

/** Items of a list, columns of a table and the data of a view are objects of their own. */
function shallowText(trans: TranslationBundle): string {
  return trans.__(
    'The object alone, not what it refers to: the items of a list, the columns of a table, the array that a view shows are counted apart.'
  );
}

function formatShallow(bytes: number | null): string {
  return bytes === null ? NO_FIGURE : formatBytes(bytes);
}

function Shallow(
  props: Pick<NamedRow, 'object'> & { readonly trans: TranslationBundle }
): React.ReactElement {
  const { object, trans } = props;
  const bytes = object.shallow_bytes;
  const note =
    bytes === null
      ? trans.__('Its size cannot be had without running its code.')
      : shallowText(trans);
  return <span title={note}>{formatShallow(bytes)}</span>;
}
