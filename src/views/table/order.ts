import {
  getCoreRowModel,
  getSortedRowModel,
  useReactTable
} from '@tanstack/react-table';
import type {
  ColumnDef,
  OnChangeFn,
  Row as TableRow,
  SortingState
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';

import type { CellValue, TableColumn } from './columns';

export interface TableSort {
  /** Id of a column. */
  readonly column: string;
  readonly descending: boolean;
}

export interface OrderOptions<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The order at first; without it, that of `rows`. */
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
  /** Sort by a column: its best order first, then the other, then (where rows have an order of their own) none. */
  readonly toggle: (columnId: string) => void;
}

/** Like numbers in names, so that `[10]` comes after `[9]`. */
const collator = new Intl.Collator(undefined, { numeric: true });

function compare<Row>(a: TableRow<Row>, b: TableRow<Row>, id: string): number {
  const left = a.getValue<CellValue>(id);
  const right = b.getValue<CellValue>(id);
  return typeof left === 'number' && typeof right === 'number'
    ? left - right
    : collator.compare(String(left), String(right));
}

function definition<Row>(column: TableColumn<Row>): ColumnDef<Row, CellValue> {
  return {
    id: column.id,
    // Undefined sorts last in both directions: what cannot be had is neither small nor large.
    accessorFn: row => column.value(row) ?? (undefined as never),
    enableSorting: column.sortable !== false,
    sortDescFirst: column.numeric === true,
    sortUndefined: 'last',
    sortingFn: compare
  };
}

const toState = (sort: TableSort | null): SortingState =>
  sort ? [{ id: sort.column, desc: sort.descending }] : [];

const toSort = (state: SortingState): TableSort | null =>
  state.length > 0 ? { column: state[0].id, descending: state[0].desc } : null;

/** The rows in the order that the user chose. */
export function useOrder<Row>(options: OrderOptions<Row>): OrderedRows<Row> {
  const { columns, rows, rowKey, onSort, pinnedKeys, isSeparator } = options;
  const [own, setOwn] = useState(() => toState(options.defaultSort ?? null));
  const sorting = onSort ? toState(options.sort ?? null) : own;
  const onSortingChange: OnChangeFn<SortingState> = update => {
    const next = typeof update === 'function' ? update(sorting) : update;
    const sort = toSort(next);
    if (!onSort) {
      setOwn(next);
    } else if (sort) {
      onSort(sort);
    }
  };
  const inOwnOrder = sorting.length === 0;
  const data = useMemo(
    () => (inOwnOrder ? [...rows] : rows.filter(row => !isSeparator(row))),
    [rows, inOwnOrder, isSeparator]
  );
  const table = useReactTable<Row>({
    data,
    columns: useMemo(() => columns.map(definition), [columns]),
    state: { sorting, rowPinning: { bottom: [...(pinnedKeys ?? [])] } },
    getRowId: rowKey,
    getCoreRowModel: getCoreRowModel(),
    getSortedRowModel: getSortedRowModel(),
    onSortingChange,
    manualSorting: onSort !== undefined,
    enableSortingRemoval: !onSort && !options.defaultSort,
    autoResetAll: false
  });
  return {
    ordered: [...table.getCenterRows(), ...table.getBottomRows()].map(
      row => row.original
    ),
    sort: toSort(sorting),
    toggle: columnId => table.getColumn(columnId)?.toggleSorting()
  };
}
