import type { GcEvent } from '../../protocol';
import type { RunEntry, TimelineEntry } from '../../model/timeline';

/** An automatic collection within a run. */
export interface AutomaticRow {
  readonly type: 'automatic';
  readonly key: string;
  readonly run: RunEntry;
  readonly event: GcEvent;
}

/** A collection that the user asked for. */
export interface UserRow {
  readonly type: 'user';
  readonly key: string;
  readonly entry: Extract<TimelineEntry, { readonly type: 'collection' }>;
}

/** Collections of a run that its report does not list one by one. */
export interface MoreRow {
  readonly type: 'more';
  readonly key: string;
  readonly run: RunEntry;
  /** End of the last before them, ms after the run's start. */
  readonly atMs: number;
  readonly count: number;
}

export type CollectionRow = AutomaticRow | UserRow | MoreRow;

export interface CollectionList {
  /** In the order in which they happened. */
  readonly rows: readonly CollectionRow[];
  /** Runs looked at, with and without collections. */
  readonly runs: number;
  /** True when earlier runs of this kernel were left out. */
  readonly cut: boolean;
}

/** As many of a run's first collections are listed, and then some of its last. */
const FIRST = 50;
/** Rows of older runs would be many and say little. */
export const LISTED_RUNS = 100;

/** The collections of the last runs of a kernel process. */
export function collectionsOf(
  entries: readonly TimelineEntry[],
  era: number
): CollectionList {
  let start = entries.length;
  let runs = 0;
  while (start > 0 && entries[start - 1].era === era && runs < LISTED_RUNS) {
    start -= 1;
    runs += entries[start].type === 'run' ? 1 : 0;
  }
  return {
    rows: entries.slice(start).flatMap(rowsOf),
    runs,
    cut: start > 0 && entries[start - 1].era === era
  };
}

function rowsOf(entry: TimelineEntry): readonly CollectionRow[] {
  if (entry.type === 'collection') {
    return [{ type: 'user', key: entry.key, entry }];
  }
  if (entry.type === 'lost') {
    return []; // told at the end of a run
  }
  const { gc_events: events, gc_event_count: count } = entry.report;
  const rows: CollectionRow[] = events.map((event, index) => ({
    type: 'automatic',
    key: `${entry.key}:${index}`,
    run: entry,
    event
  }));
  const unlisted = count - events.length;
  const last = events.slice(0, FIRST).at(-1);
  if (unlisted > 0) {
    rows.splice(FIRST, 0, {
      type: 'more',
      key: `${entry.key}:more`,
      run: entry,
      atMs: last ? last.at_ms + last.pause_ms : 0,
      count: unlisted
    });
  }
  return rows;
}
