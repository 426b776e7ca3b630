import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { FrameStack, Location } from '../../protocol';
import { formatCount } from '../format';
import { PlaceLink, placeText, shortTypeName } from '../object';
import { localsSummary, originOf } from './frameText';
import type { FrameRow, GroupRow, StackRow } from './rows';

export interface LineProps<Row> {
  readonly row: Row;
  readonly trans: TranslationBundle;
  /** Go to a place in code; undefined for a place where nobody can go. */
  readonly goTo: (location: Location) => (() => void) | undefined;
}

/** `[4] line 5`, `parser.py line 306`; nothing where no place is known. */
function Place(props: {
  readonly location: Location;
  readonly line: LineProps<unknown>;
}): React.ReactElement | null {
  const { location, line } = props;
  const place = placeText(location);
  if (!place.isCell && location.file === '') {
    return null;
  }
  return (
    <PlaceLink
      location={location}
      trans={line.trans}
      onGo={line.goTo(location)}
    >
      {location.line > 0
        ? line.trans.__('%1 line %2', place.where, location.line)
        : place.where}
    </PlaceLink>
  );
}

/** One frame: its function, its place, and the first names while it is closed. */
export function FrameLine(props: LineProps<FrameRow>): React.ReactElement {
  const { row, trans } = props;
  const { frame } = row;
  if (frame.frame_id === 'global') {
    const names = frame.locals?.total ?? 0;
    return (
      <>
        <b>{trans.__('Global frame')}</b>
        <span className="jp-Heapscope-muted jp-Heapscope-cut">
          {row.expanded
            ? trans.__('the notebook’s names, module __main__')
            : trans._n('%2 name', '%2 names', names, formatCount(names))}
        </span>
      </>
    );
  }
  const places = { first: trans.__('first'), last: trans.__('last') };
  return (
    <>
      {(row.place === 'first' || row.place === 'last') && (
        <span className="jp-Heapscope-muted jp-Heapscope-small">
          {places[row.place]}
        </span>
      )}
      <b className="jp-Heapscope-code jp-Heapscope-cut">{frame.function}</b>
      <Place location={frame.location} line={props} />
      {!row.expanded && (
        <span
          className="jp-Heapscope-muted jp-Heapscope-code jp-Heapscope-cut"
          title={localsSummary(frame)}
        >
          {localsSummary(frame)}
        </span>
      )}
    </>
  );
}

/** A recursion, folded: `recursive_function × 2,967 of a limit of 3,000`. */
export function GroupLine(
  props: LineProps<GroupRow> & { readonly recursionLimit: number }
): React.ReactElement {
  const { row, trans } = props;
  const { first, count, functions } = row.group;
  const limit = formatCount(props.recursionLimit);
  return (
    <>
      <b
        className="jp-Heapscope-code jp-Heapscope-cut"
        title={functions.join(' → ')}
      >
        {functions.length === 1
          ? first.function
          : functions.map(shortTypeName).join(' → ')}
      </b>
      <b className="jp-Heapscope-figure">
        {trans.__('× %1', formatCount(count / functions.length))}
      </b>
      <span className="jp-Heapscope-muted jp-Heapscope-cut">
        {functions.length === 1
          ? trans.__('of a limit of %1', limit)
          : trans.__('%1 frames of a limit of %2', formatCount(count), limit)}
      </span>
      <Place location={first.location} line={props} />
    </>
  );
}

/** The head of a thread, of a task or of a traceback. */
export function StackLine(props: LineProps<StackRow>): React.ReactElement {
  const { stack, raised } = props.row;
  const frames = props.trans._n(
    '%2 frame',
    '%2 frames',
    stack.frame_count,
    formatCount(stack.frame_count)
  );
  return (
    <>
      <b className={raised === null ? 'jp-Heapscope-cut' : ''}>
        {stackTitle(stack, props.trans)}
      </b>
      {raised !== null && (
        <b className="jp-Heapscope-bad jp-Heapscope-cut">✕ {raised}</b>
      )}
      <span className="jp-Heapscope-muted">{frames}</span>
    </>
  );
}

function stackTitle(stack: FrameStack, trans: TranslationBundle): string {
  switch (originOf(stack)) {
    case 'traceback':
      return trans.__('Last traceback');
    case 'cause':
      return trans.__('Its cause');
    case 'context':
      return trans.__('While handling');
    case 'member':
      return trans.__('Of the group');
    case 'task':
      return trans.__('Waiting %1', stack.name);
    case 'thread':
      return trans.__('Thread %1', stack.name);
  }
}
