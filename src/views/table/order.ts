import { useEffect, useMemo, useState } from 'react';

import type { CellValue, TableColumn } from './columns';

export interface TableSort {
  /** Id of a column. */
  readonly column: string;
  readonly descending: boolean;
}

export interface OrderOptions<Row> {
  readonly columns: readonly TableColumn<Row>[];
  /** Those that have room. */
  readonly visible: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The order until the user chooses one; without it, that of `rows`. */
  readonly defaultSort?: TableSort;
  /** With `onSort`: the order that `rows` are in already. */
  readonly sort?: TableSort | null;
  /** Given when somebody else orders the rows. */
  readonly onSort?: (sort: TableSort) => void;
  /** Keys of rows that stay last, whatever the order. */
  readonly pinnedKeys?: readonly string[];
  /** Separators are left out as soon as the rows leave their own order. */
  readonly isSeparator: (row: Row) => boolean;
}

export interface OrderedRows<Row> {
  readonly ordered: readonly Row[];
  readonly sort: TableSort | null;
  /** What a click on a column's head does. */
  readonly toggle: (columnId: string) => void;
}

/** The rows in the order that the user chose. */
export function useOrder<Row>(options: OrderOptions<Row>): OrderedRows<Row> {
  const { columns, rows, rowKey, onSort, pinnedKeys, isSeparator } = options;
  const [own, setOwn] = useState<TableSort | null>(null);
  const wanted = onSort ? options.sort : (own ?? options.defaultSort);
  const sort = useVisibleSort(options, wanted ?? null);
  const column = columns.find(one => one.id === sort?.column);
  const sortHere = onSort === undefined;
  const descending = sort?.descending === true;
  const ordered = useMemo(() => {
    const data = column ? rows.filter(row => !isSeparator(row)) : rows;
    const sorted =
      column && sortHere ? sortRows(data, column, descending) : data;
    return pinnedLast(sorted, rowKey, pinnedKeys);
  }, [rows, column, descending, sortHere, isSeparator, rowKey, pinnedKeys]);
  return {
    ordered,
    sort,
    toggle: columnId => {
      const clicked = columns.find(one => one.id === columnId);
      const hasOwnOrder = sortHere && !options.defaultSort;
      const next = clicked ? nextSort(sort, clicked, hasOwnOrder) : sort;
      if (!onSort) {
        setOwn(next);
      } else if (next) {
        onSort(next);
      }
    }
  };
}

/** The order in force; one by a column that is not there gives way, and comes back with it where it is kept here. */
function useVisibleSort<Row>(
  options: OrderOptions<Row>,
  wanted: TableSort | null
): TableSort | null {
  const { onSort } = options;
  const sort = visibleSort(wanted, options);
  const column = sort?.column;
  useEffect(() => {
    if (sort && column !== wanted?.column) {
      onSort?.(sort);
    }
  }, [column, wanted?.column]);
  return sort;
}

/** The wanted order, or, where its column is not there, the default one, the rows' own, or that of the first figure in view. */
export function visibleSort<Row>(
  wanted: TableSort | null,
  options: Pick<OrderOptions<Row>, 'visible' | 'defaultSort' | 'onSort'>
): TableSort | null {
  const { visible, defaultSort, onSort } = options;
  const isHidden = ({ column }: TableSort) =>
    !visible.some(one => one.id === column);
  if (!wanted || !isHidden(wanted)) {
    return wanted;
  }
  if (defaultSort && !isHidden(defaultSort)) {
    return defaultSort;
  }
  const hasOwnOrder = !onSort && !defaultSort;
  const first = visible.find(one => one.numeric && one.sortable !== false);
  return hasOwnOrder || !first ? null : { column: first.id, descending: true };
}

/**
 * The order after a click on a column's head: its best order first, then the other one, then, where the rows
 * have an order of their own, that one (null).
 */
export function nextSort<Row>(
  sort: TableSort | null,
  column: TableColumn<Row>,
  hasOwnOrder: boolean
): TableSort | null {
  // Of figures the largest are looked for, of names the first.
  const best = column.numeric === true;
  if (sort?.column !== column.id) {
    return { column: column.id, descending: best };
  }
  return hasOwnOrder && sort.descending !== best
    ? null
    : { column: column.id, descending: !sort.descending };
}

/** Like numbers in names, so that `[10]` comes after `[9]`. */
const collator = new Intl.Collator(undefined, { numeric: true });

/** What cannot be had is neither small nor large, so it sorts last in both directions. */
function compare(a: CellValue, b: CellValue, sign: number): number {
  if (a === null || b === null) {
    return Number(a === null) - Number(b === null);
  }
  return typeof a === 'number' && typeof b === 'number'
    ? sign * (a - b)
    : sign * collator.compare(String(a), String(b));
}

function sortValue<Row>(column: TableColumn<Row>, row: Row): CellValue {
  const value = column.value(row);
  return column.isChange && typeof value === 'number' ? Math.abs(value) : value;
}

function sortRows<Row>(
  rows: readonly Row[],
  column: TableColumn<Row>,
  descending: boolean
): readonly Row[] {
  const sign = descending ? -1 : 1;
  return rows
    .map(row => ({ row, value: sortValue(column, row) }))
    .sort((a, b) => compare(a.value, b.value, sign))
    .map(one => one.row);
}

/** The rows of these keys last. */
function pinnedLast<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  keys: readonly string[] = []
): readonly Row[] {
  if (keys.length === 0) {
    return rows;
  }
  const last = (row: Row): boolean => keys.includes(rowKey(row));
  return [...rows.filter(row => !last(row)), ...rows.filter(last)];
}
