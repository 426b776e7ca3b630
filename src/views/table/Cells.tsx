import * as React from 'react';

import { textOf } from './columns';
import type { TableColumn } from './columns';

export interface CellsProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly row: Row;
}

/** The cells of one row. */
export function Cells<Row>(props: CellsProps<Row>): React.ReactElement {
  return (
    <>
      {props.columns.map((column, index) => {
        const text = textOf(column, props.row);
        return (
          <div
            key={column.id}
            role="gridcell"
            aria-colindex={index + 1}
            data-column={column.id}
            data-numeric={column.numeric}
            // A cut text is read whole in the tooltip; figures are never cut.
            title={column.numeric ? undefined : text}
          >
            {column.render ? column.render(props.row) : text}
          </div>
        );
      })}
    </>
  );
}

/** A row of sums or of what is left out; below all others, in view at all times. */
export interface FooterRow {
  readonly key: string;
  /** By column id. */
  readonly cells: Readonly<Record<string, React.ReactNode>>;
  /** Grey instead of bold. */
  readonly muted?: boolean;
}

export interface FooterProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly tracks: string;
  readonly rows: readonly FooterRow[];
  /** `aria-rowindex` of the first footer row. */
  readonly firstIndex: number;
}

/** The sticky footer. */
export function Footer<Row>(props: FooterProps<Row>): React.ReactElement {
  return (
    <div className="jp-Heapscope-gridFooter" role="rowgroup">
      {props.rows.map((row, index) => (
        <div
          key={row.key}
          role="row"
          aria-rowindex={props.firstIndex + index}
          className="jp-Heapscope-gridRow"
          data-muted={row.muted}
          style={{ gridTemplateColumns: props.tracks }}
        >
          {props.columns.map((column, at) => (
            <div
              key={column.id}
              role="gridcell"
              aria-colindex={at + 1}
              data-column={column.id}
              data-numeric={column.numeric}
            >
              {row.cells[column.id]}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
