import type { ReactNode } from 'react';

import { NO_FIGURE } from '../format';
import type { ITable } from '../shared';

/** What is sorted and exported; null is a figure that cannot be had. */
export type CellValue = string | number | null;

/** One column of a {@link Table}. */
export interface TableColumn<Row> {
  readonly id: string;
  /** Translated. */
  readonly header: string;
  /** Translated; what to know of its figures, shown at the head. */
  readonly description?: string;
  /** The plain value, in base units (bytes, milliseconds). */
  readonly value: (row: Row) => CellValue;
  /** The value as the user reads it; by default the value itself. */
  readonly text?: (row: Row) => string;
  /** What the cell shows, where text is not enough. */
  readonly render?: (row: Row) => ReactNode;
  /** Its figures are changes: the order is by their size, whether they rose or fell. */
  readonly isChange?: boolean;
  /** Right-aligned, and sorted from the largest at the first click. */
  readonly numeric?: boolean;
  /** False for a column that is only looked at. */
  readonly sortable?: boolean;
  /** A track of CSS grid; `minmax(0, 1fr)` by default. */
  readonly width?: string;
  /** Px; in a narrower table the column is left out and its text goes into the row's tooltip. */
  readonly hiddenBelow?: number;
  /** Name in exported files, with the unit (`size_bytes`); the id by default. */
  readonly exportAs?: string;
}

/** The columns' plain values, for the export. */
export function toTable<Row>(
  columns: readonly TableColumn<Row>[],
  rows: readonly Row[]
): ITable {
  return {
    columns: columns.map(column => column.exportAs ?? column.id),
    rows: rows.map(row => columns.map(column => column.value(row)))
  };
}

/** What a cell says in words. */
export function textOf<Row>(column: TableColumn<Row>, row: Row): string {
  return column.text?.(row) ?? String(column.value(row) ?? NO_FIGURE);
}

/** The columns that a table of this width shows. */
export function visibleColumns<Row>(
  columns: readonly TableColumn<Row>[],
  width: number
): readonly TableColumn<Row>[] {
  return columns.filter(column => width >= (column.hiddenBelow ?? 0));
}

/** What the columns left out would say of a row, a line each; undefined when none is left out. */
export function hiddenText<Row>(
  columns: readonly TableColumn<Row>[],
  visible: readonly TableColumn<Row>[],
  row: Row
): string | undefined {
  const lines = columns
    .filter(column => !visible.includes(column))
    .map(column => `${column.header}: ${textOf(column, row)}`);
  return lines.length > 0 ? lines.join('\n') : undefined;
}

/** `grid-template-columns` of head, rows and footer. */
export function gridTracks<Row>(columns: readonly TableColumn<Row>[]): string {
  return columns.map(column => column.width ?? 'minmax(0, 1fr)').join(' ');
}
