import type {
  Census,
  Collection,
  KernelMessage,
  Location,
  RssPoint,
  RunReport,
  RunStarted,
  Sample
} from '../protocol';
import { ModelPart } from './part';

/** One life of a kernel process. */
export interface Era {
  readonly number: number;
  /** Null while it lives. */
  readonly endedBecause: EraEnd | null;
}

export type EraEnd = 'restarted' | 'died' | 'switched' | 'closed';

/** The object figures of a run; null where no complete census was taken, with the reason. */
export interface RunObjects {
  readonly count: number | null;
  readonly delta: number | null;
  readonly reason: 'budget' | 'next_run' | 'no_previous' | null;
}

export interface RunEntry {
  readonly type: 'run';
  /** Unique within the timeline. */
  readonly key: string;
  readonly era: number;
  readonly report: RunReport;
  /** Null when no view asked for a census after this run. */
  readonly objects: RunObjects | null;
}

/** A collection that the user asked for. */
export interface CollectionEntry {
  readonly type: 'collection';
  readonly key: string;
  readonly era: number;
  readonly collection: Collection;
}

export type TimelineEntry = RunEntry | CollectionEntry;

/** The run in progress. */
export interface RunningRun {
  readonly key: string;
  readonly era: number;
  readonly started: RunStarted;
  /** Thinned to at most 1,000 points. */
  readonly samples: readonly RssPoint[];
  /** Where the main thread was at the last sample. */
  readonly location: Location | null;
}

const MAX_LIVE_SAMPLES = 1000;

/** What each run did, in the order in which it happened, over all eras. */
export class Timeline extends ModelPart {
  constructor(historyLength: number) {
    super();
    this._historyLength = historyLength;
  }

  get entries(): readonly TimelineEntry[] {
    return this._entries;
  }

  get running(): RunningRun | null {
    return this._running;
  }

  get eras(): readonly Era[] {
    return this._eras;
  }

  get era(): number {
    return this._eras.length - 1;
  }

  /** True when entries were dropped to keep the length. */
  get truncated(): boolean {
    return this._truncated;
  }

  /** The last run of a cell in this kernel process. */
  runOf(cellId: string): RunEntry | null {
    const entry = this._byCell.get(cellId);
    return entry?.era === this.era ? entry : null;
  }

  entry(key: string): TimelineEntry | null {
    return this._entries.find(entry => entry.key === key) ?? null;
  }

  setHistoryLength(length: number): void {
    this._historyLength = length;
    this._trim();
    this.emitChanged();
  }

  /** Drop all entries; the run in progress stays. */
  clear(): void {
    this._entries = [];
    this._byCell.clear();
    this._truncated = false;
    this.emitChanged();
  }

  /** The kernel process is gone: keep what it did, marked as ended. */
  endEra(because: EraEnd): void {
    const last = this._eras.length - 1;
    if (this._eras[last].endedBecause === null) {
      this._eras[last] = { number: last, endedBecause: because };
    }
    this._running = null;
    this.emitChanged();
  }

  /** A new kernel process. */
  reset(): void {
    if (this._eras[this.era].endedBecause !== null) {
      this._eras.push({ number: this._eras.length, endedBecause: null });
    }
    this._running = null;
    this.emitChanged();
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'run_started':
        this._start(message);
        break;
      case 'sample':
        this._sample(message);
        break;
      case 'report':
        this._finish(message.run);
        break;
      case 'history':
        message.items.forEach(run => this._finish(run));
        this._truncated ||= message.truncated;
        break;
      case 'collection':
        this._add({
          type: 'collection',
          key: `${this.era}:gc:${message.request_id}:${message.at_ms}`,
          era: this.era,
          collection: message
        });
        break;
      case 'census':
        this._count(message);
        break;
      default:
        return;
    }
    this.emitChanged();
  }

  private _key(runId: number): string {
    return `${this.era}:${runId}`;
  }

  private _start(started: RunStarted): void {
    this._running = {
      key: this._key(started.run_id),
      era: this.era,
      started,
      samples: [],
      location: null
    };
  }

  private _sample(sample: Sample): void {
    const running = this._running;
    if (running?.started.run_id !== sample.run_id) {
      return;
    }
    const point = { at_ms: sample.at_ms, rss_bytes: sample.rss_bytes };
    const kept =
      running.samples.length < MAX_LIVE_SAMPLES
        ? running.samples
        : running.samples.filter((_, index) => index % 2 === 0);
    this._running = {
      ...running,
      samples: [...kept, point],
      location: sample.location
    };
  }

  private _finish(report: RunReport): void {
    const key = this._key(report.run_id);
    if ((this._running?.started.run_id ?? Infinity) <= report.run_id) {
      this._running = null;
    }
    if (this._runKeys.has(key)) {
      return; // came twice: pushed, and within the history after a reload
    }
    this._add({ type: 'run', key, era: this.era, report, objects: null });
  }

  private _add(entry: TimelineEntry): void {
    this._entries = insertByTime(this._entries, entry);
    if (entry.type === 'run') {
      this._runKeys.add(entry.key);
      this._remember(entry);
    }
    this._trim();
  }

  private _remember(entry: RunEntry): void {
    const cell = entry.report.cell_id;
    const known = cell === null ? undefined : this._byCell.get(cell);
    const newer =
      !known ||
      known.era < entry.era ||
      known.report.run_id <= entry.report.run_id;
    if (cell !== null && newer) {
      this._byCell.set(cell, entry);
    }
  }

  private _count(census: Census): void {
    const key = this._key(census.run_id);
    const objects: RunObjects = census.complete
      ? {
          count: census.object_count,
          delta:
            census.previous_run_id === census.run_id - 1
              ? census.object_count_delta
              : null,
          reason:
            census.previous_run_id === census.run_id - 1 ? null : 'no_previous'
        }
      : { count: null, delta: null, reason: census.cut_because };
    this._entries = this._entries.map(entry => {
      if (entry.key !== key || entry.type !== 'run') {
        return entry;
      }
      const counted = { ...entry, objects };
      this._remember(counted);
      return counted;
    });
  }

  private _trim(): void {
    const surplus = this._entries.length - this._historyLength;
    if (surplus > 0) {
      this._entries = this._entries.slice(surplus);
      this._truncated = true;
    }
  }

  private _historyLength: number;
  private _entries: readonly TimelineEntry[] = [];
  private _running: RunningRun | null = null;
  private _eras: Era[] = [{ number: 0, endedBecause: null }];
  private _byCell = new Map<string, RunEntry>();
  private _runKeys = new Set<string>();
  private _truncated = false;
}

/** When an entry happened, epoch milliseconds of its end. */
export function endOf(entry: TimelineEntry): number {
  return entry.type === 'run'
    ? entry.report.started_at_ms + entry.report.duration_ms
    : entry.collection.at_ms;
}

/** Reports come in order but for those of the history, which may come after the first pushed ones. */
function insertByTime(
  entries: readonly TimelineEntry[],
  entry: TimelineEntry
): readonly TimelineEntry[] {
  let at = entries.length;
  while (
    at > 0 &&
    entries[at - 1].era === entry.era &&
    endOf(entries[at - 1]) > endOf(entry)
  ) {
    at -= 1;
  }
  return [...entries.slice(0, at), entry, ...entries.slice(at)];
}
