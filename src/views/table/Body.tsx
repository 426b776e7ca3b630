import * as React from 'react';

import type { TableColumn } from './columns';
import type { GridState } from './grid';
import { BodyRow } from './Row';
import type { TableProps } from './Table';

export interface BodyProps<Row> extends Pick<
  TableProps<Row>,
  'rowKey' | 'rowClass' | 'separator' | 'selectedKey' | 'onSelect'
> {
  readonly allColumns: readonly TableColumn<Row>[];
  /** Those that have room. */
  readonly columns: readonly TableColumn<Row>[];
  readonly tracks: string;
  readonly rows: readonly Row[];
  readonly grid: GridState;
}

/** The rows in view, at their place in the height of all rows. */
export function Body<Row>(props: BodyProps<Row>): React.ReactElement {
  const { rows, rowKey, grid, onSelect } = props;
  return (
    <div role="rowgroup" style={{ height: grid.height }}>
      <div
        role="presentation"
        style={{ transform: `translateY(${grid.top}px)` }}
      >
        {grid.items.map(({ index, key }) => (
          <BodyRow<Row>
            key={key}
            id={grid.rowId(index)}
            row={rows[index]}
            rowIndex={index + 2}
            allColumns={props.allColumns}
            columns={props.columns}
            tracks={props.tracks}
            className={props.rowClass?.(rows[index])}
            separator={props.separator?.(rows[index]) ?? null}
            selected={rowKey(rows[index]) === props.selectedKey}
            active={index === grid.activeIndex}
            onChoose={
              onSelect &&
              (row => {
                grid.activate(index);
                onSelect(row);
              })
            }
          />
        ))}
      </div>
    </div>
  );
}
