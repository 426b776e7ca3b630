import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatCount } from '../format';
import { LineLink } from './LineLink';
import type { MoreRow, Note } from './rows';

/** What the tree says in place of what it does not show. */
export function noteText(note: Note, trans: TranslationBundle): string {
  switch (note.kind) {
    case 'absent':
      return note.text;
    case 'failed':
      return trans.__('Could not be read: %1', note.text);
    case 'waiting':
      return trans.__('Asking the kernel…');
    case 'gap':
      return trans._n(
        '%2 frame is not listed here: of so many different ones only the outermost and the innermost are.',
        '%2 frames are not listed here: of so many different ones only the outermost and the innermost are.',
        note.count,
        formatCount(note.count)
      );
    case 'deeper':
      return trans.__('The stack is deeper; more frames are not read.');
    case 'noFrames':
      return note.raised
        ? trans.__(
            'None of the notebook’s code is in it: the cell was not compiled, or did not begin.'
          )
        : trans.__(
            'None of the notebook’s code is on this thread’s stack now: the cell may await something.'
          );
    case 'cut':
      return trans.__('Cut to keep the time budget: some are missing here.');
    case 'empty':
      return trans.__('No names');
    case 'unlisted':
      return trans._n(
        '%2 more name is not listed',
        '%2 more names are not listed',
        note.count,
        formatCount(note.count)
      );
    case 'hidden':
      return trans._n(
        '%2 name hidden',
        '%2 names hidden',
        note.count,
        formatCount(note.count)
      );
  }
}

/** Whole sentences, which take more than one line. */
export function isLong(note: Note): boolean {
  return ['absent', 'failed', 'gap', 'noFrames'].includes(note.kind);
}

export interface NoteLineProps {
  readonly note: Note;
  readonly trans: TranslationBundle;
  /** What is hidden: `modules, IPython’s own`. */
  readonly hiddenGroups: string;
  readonly onShowHidden: () => void;
}

/** A note; hidden names can be shown from here. */
export function NoteLine(props: NoteLineProps): React.ReactElement {
  const { note, trans } = props;
  const text = noteText(note, trans);
  if (note.kind !== 'hidden') {
    const level = note.kind === 'failed' ? 'bad' : 'muted';
    return (
      <span
        className={`jp-Heapscope-${level} jp-Heapscope-${isLong(note) ? 'noteText' : 'cut'}`}
        title={text}
      >
        {text}
      </span>
    );
  }
  return (
    <>
      <span className="jp-Heapscope-muted jp-Heapscope-cut">
        {trans.__('%1: %2', text, props.hiddenGroups)}
      </span>
      <LineLink onClick={props.onShowHidden}>{trans.__('show')}</LineLink>
    </>
  );
}

/** `… 999,900 more`. */
export function MoreLine(props: {
  readonly row: MoreRow;
  readonly trans: TranslationBundle;
  readonly onMore: (row: MoreRow) => void;
}): React.ReactElement {
  const { row, trans } = props;
  const count = formatCount(row.remaining);
  return (
    <LineLink onClick={() => props.onMore(row)}>
      {row.ask.kind === 'frames'
        ? trans._n(
            '… %2 more: unfold',
            '… %2 more: unfold',
            row.remaining,
            count
          )
        : trans._n('… %2 more', '… %2 more', row.remaining, count)}
    </LineLink>
  );
}
