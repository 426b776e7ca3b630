export { Table } from './Table';
export type { TableProps } from './Table';
export type { FooterRow } from './Cells';
export type { TableSort } from './order';
export { toTable } from './columns';
export type { CellValue, TableColumn } from './columns';
export { useGrid, useScroller } from './grid';
export type { GridState } from './grid';
export { useWidth } from './size';
