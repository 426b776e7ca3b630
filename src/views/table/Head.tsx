import * as React from 'react';

import type { TableColumn } from './columns';
import type { TableSort } from './order';

export interface HeadProps<Row> {
  readonly columns: readonly TableColumn<Row>[];
  readonly tracks: string;
  readonly sort: TableSort | null;
  readonly onToggle: (columnId: string) => void;
}

/** The sticky head; a click on a column sorts by it. */
export function Head<Row>(props: HeadProps<Row>): React.ReactElement {
  return (
    <div
      className="jp-Heapscope-gridHead"
      role="row"
      aria-rowindex={1}
      style={{ gridTemplateColumns: props.tracks }}
    >
      {props.columns.map((column, index) => {
        const sorted = props.sort?.column === column.id;
        const descending = sorted && props.sort?.descending === true;
        const direction = descending ? 'descending' : 'ascending';
        return (
          <div
            key={column.id}
            role="columnheader"
            aria-colindex={index + 1}
            aria-sort={sorted ? direction : undefined}
            data-column={column.id}
            data-numeric={column.numeric}
            title={column.description}
          >
            {column.sortable === false ? (
              <span className="jp-Heapscope-cut">{column.header}</span>
            ) : (
              <button type="button" onClick={() => props.onToggle(column.id)}>
                <span className="jp-Heapscope-cut">{column.header}</span>
                {sorted && <span aria-hidden>{descending ? '▼' : '▲'}</span>}
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
