import * as React from 'react';

import { Cells } from './Cells';
import { hiddenText } from './columns';
import type { TableColumn } from './columns';

export interface BodyRowProps<Row> {
  readonly id: string;
  readonly row: Row;
  /** `aria-rowindex`, from 1 with the head. */
  readonly rowIndex: number;
  readonly allColumns: readonly TableColumn<Row>[];
  /** Those that have room. */
  readonly columns: readonly TableColumn<Row>[];
  readonly tracks: string;
  readonly className: string | undefined;
  /** Content of a row that is no data, else null. */
  readonly separator: React.ReactNode;
  readonly selected: boolean;
  /** Where the keyboard is. */
  readonly active: boolean;
  /** Undefined where rows cannot be selected. */
  readonly onChoose: ((row: Row) => void) | undefined;
}

/** One row of data, or a separator. */
export function BodyRow<Row>(props: BodyRowProps<Row>): React.ReactElement {
  const { row, onChoose } = props;
  const common = {
    id: props.id,
    role: 'row',
    'aria-rowindex': props.rowIndex,
    'data-active': props.active
  };
  if (props.separator !== null) {
    return (
      <div {...common} className="jp-Heapscope-gridSeparator">
        <div role="gridcell" aria-colspan={props.columns.length}>
          {props.separator}
        </div>
      </div>
    );
  }
  const className = ['jp-Heapscope-gridRow', props.className ?? ''];
  return (
    <div
      {...common}
      className={className.join(' ').trim()}
      aria-selected={onChoose ? props.selected : undefined}
      style={{ gridTemplateColumns: props.tracks }}
      title={hiddenText(props.allColumns, props.columns, row)}
      onClick={onChoose ? () => onChoose(row) : undefined}
    >
      <Cells columns={props.columns} row={row} />
    </div>
  );
}
