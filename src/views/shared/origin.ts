import type { ITable } from './export';

/** Whether a table has all that its view tells of, only a part of it, or estimates. */
export type Extent = 'complete' | 'cut' | 'estimated';

/** What the figures of an exported table are of. */
export interface IOrigin {
  /** Name of the notebook's file. */
  readonly notebook: string;
  /** The prompt number of the run that they were read after; null before the first. */
  readonly executionCount: number | null;
  readonly extent: Extent;
  /** True when a newer run may have changed them. */
  readonly stale: boolean;
}

/** The table with its origin in each row, as columns: what is beside the rows most tools cannot read. */
export function withOrigin(table: ITable, origin: IOrigin, now: Date): ITable {
  const origins = {
    notebook: origin.notebook,
    after_execution_count: origin.executionCount,
    exported_at: now.toISOString(),
    extent: origin.extent,
    stale: origin.stale
  };
  return {
    columns: [...table.columns, ...Object.keys(origins)],
    rows: table.rows.map(row => [...row, ...Object.values(origins)])
  };
}

/** `orders-tour-census-after-8`: of the file, without its ending. */
export function fileName(what: string, origin: IOrigin): string {
  const notebook = origin.notebook.replace(/\.ipynb$/, '');
  const when =
    origin.executionCount === null ? 'start' : `after-${origin.executionCount}`;
  return [notebook, what, when].filter(Boolean).join('-');
}
