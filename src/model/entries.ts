import type { Collection, RunReport } from '../protocol';
import type { RunObjects } from './objects';
import type { RunningRun } from './running';

export interface RunEntry {
  readonly type: 'run';
  /** Unique within the timeline. */
  readonly key: string;
  readonly era: number;
  readonly report: RunReport;
  /** Null when no view asked for a census after this run. */
  readonly objects: RunObjects | null;
}

export function keyOfRun(runId: number, era: number): string {
  return `${era}:${runId}`;
}

/** A run that ended with its kernel: what was seen of it until then. */
export interface LostRunEntry {
  readonly type: 'lost';
  readonly key: string;
  readonly era: number;
  readonly run: RunningRun;
}

/** A collection that the user asked for. */
export interface CollectionEntry {
  readonly type: 'collection';
  readonly key: string;
  readonly era: number;
  readonly collection: Collection;
}

export function collectionEntry(
  collection: Collection,
  era: number
): CollectionEntry {
  const key = `${era}:gc:${collection.at_ms}`;
  return { type: 'collection', key, era, collection };
}

export type TimelineEntry = RunEntry | LostRunEntry | CollectionEntry;

/** The entries of the timeline in the order in which they happened, at most as many as are kept. */
export class TimelineEntries {
  constructor(length: number) {
    this._length = length;
  }

  /** Never changed in place. */
  get all(): readonly TimelineEntry[] {
    return this._all;
  }

  /** Whether entries were dropped to keep the length. */
  get hasDropped(): boolean {
    return this._hasDropped;
  }

  find(key: string): TimelineEntry | null {
    return this._all.find(entry => entry.key === key) ?? null;
  }

  /** The last run of a cell from an era on; also when that is no longer among the entries. */
  runOf(cellId: string, since: number): RunEntry | null {
    const entry = this._byCell.get(cellId);
    return entry && entry.era >= since ? entry : null;
  }

  setLength(length: number): void {
    this._length = length;
    this._all = this._trim([...this._all]);
  }

  /** Take entries in; one whose key is there already is left as it is. */
  add(added: readonly TimelineEntry[]): void {
    const all = [...this._all];
    for (const entry of added) {
      if (!this._keys.has(entry.key)) {
        this._keys.add(entry.key);
        insert(all, entry);
        this._noteCell(entry);
      }
    }
    this._all = this._trim(all);
  }

  /** Put another version of a run in its place; nothing happens where it is gone. */
  replace(run: RunEntry): void {
    if (this._keys.has(run.key)) {
      this._all = this._all.map(one => (one.key === run.key ? run : one));
      this._noteCell(run);
    }
  }

  /** Runs that seemed to end with an era, which goes on. */
  dropLost(era: number): void {
    this._keep(entry => entry.type !== 'lost' || entry.era !== era);
  }

  /** An era goes on in another one, the last. */
  move(era: number, to: number): void {
    const moved = this._all.filter(entry => entry.era === era);
    this._keep(entry => entry.era !== era);
    this.add(
      moved.map(entry => {
        const key = `${to}${entry.key.slice(entry.key.indexOf(':'))}`;
        return { ...entry, era: to, key };
      })
    );
  }

  /** Entries that were cleared come back, in front of those that came since. */
  putBack(entries: readonly TimelineEntry[]): void {
    const back = new Set(entries.map(entry => entry.key));
    const since = this._all.filter(entry => !back.has(entry.key));
    since.forEach(entry => back.add(entry.key));
    this._keys = back;
    this._all = this._trim([...entries, ...since]);
    this._all.forEach(entry => this._noteCell(entry));
  }

  clear(): void {
    this._all = [];
    this._keys.clear();
    this._byCell.clear();
    this._hasDropped = false;
  }

  private _keep(passes: (entry: TimelineEntry) => boolean): void {
    this._all = this._all.filter(passes);
    this._keys = new Set(this._all.map(entry => entry.key));
  }

  private _noteCell(entry: TimelineEntry): void {
    const cell = entry.type === 'run' ? entry.report.cell_id : null;
    if (cell === null || entry.type !== 'run') {
      return;
    }
    const known = this._byCell.get(cell);
    if (!known || isLater(entry, known)) {
      this._byCell.set(cell, entry);
    }
  }

  private _trim(all: TimelineEntry[]): readonly TimelineEntry[] {
    const dropped = all.splice(0, Math.max(0, all.length - this._length));
    dropped.forEach(entry => this._keys.delete(entry.key));
    this._hasDropped ||= dropped.length > 0;
    return all;
  }

  private _length: number;
  private _all: readonly TimelineEntry[] = [];
  private _keys = new Set<string>();
  /** The last run of each cell, in whichever era. */
  private readonly _byCell = new Map<string, RunEntry>();
  private _hasDropped = false;
}

/** Whether a run is later than another one, or the same. */
function isLater(run: RunEntry, other: RunEntry): boolean {
  return run.era === other.era
    ? run.report.run_id >= other.report.run_id
    : run.era > other.era;
}

/** Reports come in order, but for those of the history, which may come after the first pushed ones. */
function insert(entries: TimelineEntry[], entry: TimelineEntry): void {
  let at = entries.length;
  while (
    at > 0 &&
    entries[at - 1].era === entry.era &&
    placeOf(entries[at - 1]) > placeOf(entry)
  ) {
    at -= 1;
  }
  entries.splice(at, 0, entry);
}

/** By the numbers of the runs: the kernel's clock may be set back. */
function placeOf(entry: TimelineEntry): number {
  if (entry.type === 'run') {
    return entry.report.run_id;
  }
  if (entry.type === 'lost') {
    return entry.run.started.run_id;
  }
  const { after_run_id: run, while_running: isWithin } = entry.collection;
  return isWithin ? run - 0.5 : run + 0.5;
}
