import * as React from 'react';

import { formatBytes, formatCount, NO_FIGURE } from '../format';
import { ObjectValue } from '../object';
import { FrameLine, GroupLine, StackLine } from './FrameLine';
import type { LineProps } from './FrameLine';
import { LineLink } from './LineLink';
import { MoreLine, NoteLine } from './NoteLine';
import type { GroupRow, MoreRow, SlotRow, TreeRow } from './rows';

export interface TreeLineProps extends LineProps<TreeRow> {
  readonly recursionLimit: number;
  /** What is left out of the global frame, in words. */
  readonly hiddenGroups: string;
  readonly onMore: (row: MoreRow) => void;
  readonly onFold: (row: GroupRow) => void;
  readonly onShowHidden: () => void;
}

/** Indentation of one level, px. */
const INDENT = 14;

/** The cells of one row of the tree: three for an object, one over all columns for everything else. */
export function TreeLine(props: TreeLineProps): React.ReactElement {
  const { row } = props;
  const indent = { paddingLeft: (row.level - 1) * INDENT };
  if (row.type === 'slot') {
    return <SlotCells {...props} row={row} indent={indent} />;
  }
  return (
    <div
      role="gridcell"
      aria-colspan={3}
      className="jp-Heapscope-treeCell jp-mod-wide"
      style={indent}
    >
      <Triangle {...props} />
      <Content {...props} />
    </div>
  );
}

function Content(props: TreeLineProps): React.ReactElement {
  const { row, trans } = props;
  switch (row.type) {
    case 'stack':
      return (
        <>
          <StackLine {...props} row={row} />
          {row.stack.truncated && (
            <span className="jp-Heapscope-muted jp-Heapscope-cut">
              {trans.__('of a limit of %1', formatCount(props.recursionLimit))}
            </span>
          )}
        </>
      );
    case 'group':
      return (
        <>
          <GroupLine {...props} row={row} />
          {row.pages.length > 0 && (
            <LineLink onClick={() => props.onFold(row)}>
              {trans.__('fold')}
            </LineLink>
          )}
        </>
      );
    case 'frame':
      return <FrameLine {...props} row={row} />;
    case 'more':
      return <MoreLine {...props} row={row} />;
    case 'note':
      return <NoteLine {...props} note={row.note} />;
    case 'slot':
      return <></>; // has cells of its own
  }
}

function SlotCells(
  props: TreeLineProps & {
    readonly row: SlotRow;
    readonly indent: React.CSSProperties;
  }
): React.ReactElement {
  const { slot } = props.row;
  const size = slot.object.shallow_bytes;
  return (
    <>
      <div
        role="gridcell"
        className="jp-Heapscope-treeCell"
        style={props.indent}
      >
        <Triangle {...props} />
        <code
          className="jp-Heapscope-code jp-Heapscope-cut"
          data-kind={slot.name_kind}
          title={slot.name}
        >
          {slot.name}
        </code>
      </div>
      <div role="gridcell">
        <ObjectValue object={slot.object} trans={props.trans} />
      </div>
      <div
        role="gridcell"
        data-numeric
        title={
          size === null
            ? props.trans.__('Its size cannot be had without running its code.')
            : undefined
        }
      >
        {size === null ? NO_FIGURE : formatBytes(size)}
      </div>
    </>
  );
}

/** Opens and closes by mouse; the row's keys and `aria-expanded` serve everybody else. */
function Triangle(props: TreeLineProps): React.ReactElement {
  const { expanded } = props.row;
  return (
    <span className="jp-Heapscope-triangle" aria-hidden>
      {expanded === null ? '' : expanded ? '▾' : '▸'}
    </span>
  );
}
