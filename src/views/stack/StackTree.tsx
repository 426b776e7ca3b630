import * as React from 'react';

import { ROW_HEIGHT, useGrid, useScroller } from '../table';
import type { GridState } from '../table';
import { treeStep } from './keys';
import { isLong } from './NoteLine';
import type { TreeRow } from './rows';
import { TreeLine } from './TreeLine';
import type { TreeLineProps } from './TreeLine';
import { useKeptPlace } from './useKeptPlace';

export interface StackTreeProps extends Omit<TreeLineProps, 'row'> {
  readonly rows: readonly TreeRow[];
  /** Open or close what can be opened. */
  readonly onToggle: (row: TreeRow) => void;
  readonly onScrolled: (isBelow: boolean) => void;
}

/** Frames and objects as a treegrid; only the rows in view are in the document. */
export function StackTree(props: StackTreeProps): React.ReactElement {
  const { rows, trans, onToggle } = props;
  const scroller = useScroller();
  const onScroll = useKeptPlace(scroller, rows, props.onScrolled);
  const use = (row: TreeRow): void => {
    if (row.type === 'more') {
      props.onMore(row);
    } else if (row.expanded !== null) {
      onToggle(row);
    } else if (row.type === 'note' && row.note.kind === 'hidden') {
      props.onShowHidden();
    }
  };
  const onOther = (key: string, index: number): boolean => {
    const step = treeStep(key, rows, index);
    if (key === ' ') {
      use(rows[index]);
    } else if (step && 'toggle' in step) {
      onToggle(step.toggle);
    } else if (step) {
      grid.activate(step.activate);
    }
    return step !== null || key === ' ';
  };
  const grid = useGrid({
    scroller,
    count: rows.length,
    keyOf: index => rows[index].key,
    heightOf: index => heightOf(rows[index]),
    headRows: 1,
    footerRows: 0,
    followEnd: false,
    selectedKey: null,
    onEnter: index => (goToFrame(rows[index], props.goTo) ?? use)(rows[index]),
    onEscape: () => undefined,
    onOther
  });
  return (
    <div
      {...grid.attributes}
      ref={scroller}
      onScroll={onScroll}
      className="jp-Heapscope-grid jp-Heapscope-stackTree"
      role="treegrid"
      aria-label={trans.__('Frames and their names')}
      aria-rowcount={rows.length + 1}
      aria-colcount={3}
    >
      <div className="jp-Heapscope-gridHead" role="row" aria-rowindex={1}>
        <div role="columnheader">{trans.__('Frame, name')}</div>
        <div role="columnheader">{trans.__('Object')}</div>
        <div role="columnheader" data-numeric>
          {trans.__('Shallow')}
        </div>
      </div>
      <TreeRows {...props} grid={grid} onUse={use} />
    </div>
  );
}

/** The rows in view, at their place in the height of all rows. */
function TreeRows(
  props: StackTreeProps & {
    readonly grid: GridState;
    readonly onUse: (row: TreeRow) => void;
  }
): React.ReactElement {
  const { rows, grid } = props;
  return (
    <div role="rowgroup" style={{ height: grid.height }}>
      <div
        role="presentation"
        style={{ transform: `translateY(${grid.top}px)` }}
      >
        {grid.items.map(({ index, key }) => (
          <div
            key={key}
            id={grid.rowId(index)}
            role="row"
            aria-rowindex={index + 2}
            aria-level={rows[index].level}
            aria-expanded={rows[index].expanded ?? undefined}
            className="jp-Heapscope-gridRow"
            style={{ height: heightOf(rows[index]) }}
            data-type={rows[index].type}
            data-active={index === grid.activeIndex}
            onClick={() => {
              grid.activate(index);
              props.onUse(rows[index]);
            }}
          >
            <TreeLine {...props} row={rows[index]} />
          </div>
        ))}
      </div>
    </div>
  );
}

/** Px; a long note has three lines. */
function heightOf(row: TreeRow): number {
  const long = row.type === 'note' && isLong(row.note);
  return long ? 2 * ROW_HEIGHT : ROW_HEIGHT;
}

/** Enter on a frame goes to its line, where there is a way. */
function goToFrame(
  row: TreeRow,
  goTo: StackTreeProps['goTo']
): (() => void) | undefined {
  if (row.type === 'frame') {
    return goTo(row.frame.location);
  }
  return row.type === 'group' ? goTo(row.group.first.location) : undefined;
}
