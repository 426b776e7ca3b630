import * as React from 'react';

import { Body } from './Body';
import { Footer } from './Cells';
import type { FooterRow } from './Cells';
import { gridTracks, visibleColumns } from './columns';
import { useGrid, useScroller } from './grid';
import { Head } from './Head';
import { useOrder } from './order';
import type { OrderOptions } from './order';
import { useWidth } from './size';

export interface TableProps<Row> extends Omit<
  OrderOptions<Row>,
  'isSeparator' | 'visible'
> {
  /** What the table lists, for screen readers. */
  readonly label: string;
  /** `jp-Heapscope-cellTable`, … */
  readonly className?: string;
  readonly selectedKey?: string | null;
  /** A click or Enter on a row; null when Escape clears the selection. */
  readonly onSelect?: (row: Row | null) => void;
  /** Content of rows that are no data but part others; null for data. They are only seen in the rows' own order. */
  readonly separator?: (row: Row) => React.ReactNode;
  /** Extra class of a row. */
  readonly rowClass?: (row: Row) => string | undefined;
  readonly footer?: readonly FooterRow[];
  /** Shown instead of rows. */
  readonly empty?: React.ReactNode;
  /** Keep the last row in view as rows come, while the user has not scrolled away from it. */
  readonly followEnd?: boolean;
}

/** A table of any length: only the rows in view are in the document. */
export function Table<Row>(props: TableProps<Row>): React.ReactElement {
  const { rowKey, separator, footer = [], selectedKey = null } = props;
  const scroller = useScroller();
  const width = useWidth(scroller);
  const columns = React.useMemo(
    () => visibleColumns(props.columns, width),
    [props.columns, width]
  );
  const order = useOrder({
    ...props,
    visible: columns,
    isSeparator: useSeparatorTest(separator)
  });
  const rows = order.ordered;
  const grid = useGrid({
    scroller,
    count: rows.length,
    keyOf: index => rowKey(rows[index]),
    headRows: 1,
    footerRows: footer.length,
    followEnd: props.followEnd === true,
    selectedKey,
    onEnter: index => props.onSelect?.(rows[index]),
    onEscape: () => props.onSelect?.(null)
  });
  const shared = { columns, tracks: gridTracks(columns) };
  return (
    <div
      {...grid.attributes}
      ref={scroller}
      className={`jp-Heapscope-grid ${props.className ?? ''}`}
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1 + footer.length}
      aria-colcount={columns.length}
    >
      <Head {...shared} sort={order.sort} onToggle={order.toggle} />
      {rows.length === 0 ? (
        <p className="jp-Heapscope-gridEmpty">{props.empty}</p>
      ) : (
        <Body<Row>
          {...props}
          {...shared}
          allColumns={props.columns}
          rows={rows}
          grid={grid}
        />
      )}
      <Footer {...shared} rows={footer} firstIndex={rows.length + 2} />
    </div>
  );
}

function useSeparatorTest<Row>(
  separator: TableProps<Row>['separator']
): (row: Row) => boolean {
  return React.useCallback(
    (row: Row) => (separator?.(row) ?? null) !== null,
    [separator]
  );
}
