import type { SlotPage } from '../../protocol';
import type { MoreRow, Note, NoteRow, TreeRow, TreeState } from './rows';

/** What asks for more, and what became of that. */
export function moreRows(
  state: TreeState,
  parent: string,
  level: number,
  remaining: number,
  ask: MoreRow['ask']
): TreeRow[] {
  const key = `${parent}:more`;
  return [
    { type: 'more', key, level, expanded: null, remaining, ask },
    ...answerRows(state, key, level)
  ];
}

/** What has to be said of an answer that is not there. */
export function answerRows(
  state: TreeState,
  key: string,
  level: number
): NoteRow[] {
  const text = state.asked.get(key);
  if (text === undefined) {
    return [];
  }
  return [
    note(
      key,
      level,
      text === null ? { kind: 'waiting' } : { kind: 'failed', text }
    )
  ];
}

/** What a frame's list of names leaves out. */
export function pageNotes(
  page: SlotPage,
  key: string,
  level: number
): NoteRow[] {
  const unlisted = page.total - page.items.length;
  if (page.truncated) {
    return [note(key, level, { kind: 'cut' })];
  }
  if (unlisted > 0) {
    return [note(key, level, { kind: 'unlisted', count: unlisted })];
  }
  return page.total === 0 ? [note(key, level, { kind: 'empty' })] : [];
}

/** A note below a row; the level is the note's own. */
export function note(parent: string, level: number, what: Note): NoteRow {
  const key = `${parent}:${what.kind}`;
  return { type: 'note', key, level, expanded: null, note: what };
}
