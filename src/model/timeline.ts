import type {
  Census,
  Hello,
  KernelMessage,
  RunReport,
  RunStarted,
  Sample
} from '../protocol';
import {
  RunEntry,
  RunningRun,
  TimelineEntries,
  TimelineEntry
} from './entries';
import { NO_TIME, NOT_KEPT, objectsOf, RunObjects } from './objects';
import { ModelPart } from './part';

export type {
  CollectionEntry,
  LostRunEntry,
  RunEntry,
  RunningRun,
  TimelineEntry
} from './entries';
export type { RunObjects } from './objects';

/** One life of a kernel process. */
export interface Era {
  readonly number: number;
  /** Null while it lives. */
  readonly endedBecause: EraEnd | null;
}

/** `off`: Heapscope was switched off; `replaced`: another page took the probe out, and it was put in anew. */
export type EraEnd =
  'restarted' | 'died' | 'switched' | 'closed' | 'off' | 'replaced';

/** Ends of a kernel process, with which the cell that ran ends too; in the other cases it may run on unseen. */
const ENDS_RUNS: ReadonlySet<EraEnd> = new Set(['died', 'restarted', 'closed']);

const MAX_LIVE_SAMPLES = 1000;

/** What each run did, in the order in which it happened, over all eras. */
export class Timeline extends ModelPart {
  constructor(historyLength: number) {
    super();
    this._entries = new TimelineEntries(historyLength);
  }

  get entries(): readonly TimelineEntry[] {
    return this._entries.all;
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
    return this._isTruncated || this._entries.hasDropped;
  }

  /** The last run of this era that ended, as far as is known; 0 before the first. */
  get lastRunId(): number {
    return this._lastRunId;
  }

  /** The last run of a cell in this kernel process. */
  runOf(cellId: string): RunEntry | null {
    return this._entries.runOf(cellId, this.era);
  }

  entry(key: string): TimelineEntry | null {
    return this._entries.find(key);
  }

  setHistoryLength(length: number): void {
    this._entries.setLength(length);
    this.emitChanged();
  }

  /** Drop all entries, also those that are still to come from the history; the run in progress stays. */
  clear(): void {
    this._entries.clear();
    this._clearedRunId = this._lastRunId;
    this._isTruncated = false;
    this.emitChanged();
  }

  /** Runs of this era up to this one were cleared, before the page was reloaded. */
  skip(runId: number): void {
    this._clearedRunId = Math.max(this._clearedRunId, runId);
  }

  /** This run is over: objects of the one before it, if not counted by now, never will be. */
  passBy(runId: number): void {
    const run = this._entries.find(this._key(runId - 1));
    if (run?.type === 'run' && run.objects === null) {
      this._entries.replace({ ...run, objects: NO_TIME });
      this.emitChanged();
    }
  }

  /** No cell runs any more: a run whose report did not come is over all the same. */
  giveUpRunning(): void {
    if (this._running) {
      this._running = null;
      this.emitChanged();
    }
  }

  /** The kernel process is gone: keep what it did, marked as ended. */
  endEra(because: EraEnd): void {
    if (this._eras[this.era].endedBecause === null) {
      this._mark(because);
    }
    const run = this._running;
    if (run && ENDS_RUNS.has(because)) {
      this._entries.add([{ type: 'lost', key: run.key, era: run.era, run }]);
    }
    this._running = null;
    this.emitChanged();
  }

  /** A new kernel process. */
  reset(): void {
    if (this._eras[this.era].endedBecause !== null) {
      this._eras = [
        ...this._eras,
        { number: this._eras.length, endedBecause: null }
      ];
      this._entries.forgetCells();
    }
    this._running = null;
    this._lastRunId = 0;
    this._clearedRunId = 0;
    this.emitChanged();
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'hello':
        this._greet(message);
        break;
      case 'run_started':
        this._start(message);
        break;
      case 'sample':
        this._sample(message);
        break;
      case 'report':
        this._finish([message.run], null);
        break;
      case 'history':
        this._finish(message.items, NOT_KEPT);
        this._isTruncated ||= message.truncated;
        break;
      case 'collection':
        this._entries.add([
          {
            type: 'collection',
            key: `${this.era}:gc:${message.request_id}:${message.at_ms}`,
            era: this.era,
            collection: message
          }
        ]);
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

  private _mark(because: EraEnd | null): void {
    const number = this.era;
    this._eras = [
      ...this._eras.slice(0, number),
      { number, endedBecause: because }
    ];
  }

  /** The user may come back to a kernel that others kept alive. */
  private _greet(hello: Hello): void {
    const earlier = this._boots.indexOf(hello.boot_id);
    if (earlier === this.era) {
      this._mark(null);
      // It did not end: what seemed to end with it goes on, or is reported.
      this._entries.keep(
        entry => entry.type !== 'lost' || entry.era !== earlier
      );
    } else if (earlier >= 0) {
      // Its runs come again from its history.
      this._entries.keep(entry => entry.era !== earlier);
      this._boots[earlier] = '';
    }
    this._boots[this.era] = hello.boot_id;
    const isRunning = hello.running_run_id !== null;
    this._note(hello.last_run_id - (isRunning ? 1 : 0));
  }

  private _note(runId: number): void {
    this._lastRunId = Math.max(this._lastRunId, runId);
  }

  /** The sampler may be late to say that a run has started, or say it twice. */
  private _start(started: RunStarted): void {
    const id = started.run_id;
    if (id > this._lastRunId && id !== this._running?.started.run_id) {
      this._running = {
        key: this._key(id),
        era: this.era,
        started,
        samples: [],
        location: null
      };
    }
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

  /** Some may be here already: pushed, and within the history after a reload. */
  private _finish(
    reports: readonly RunReport[],
    objects: RunObjects | null
  ): void {
    reports.forEach(report => this._note(report.run_id));
    if ((this._running?.started.run_id ?? Infinity) <= this._lastRunId) {
      this._running = null;
    }
    this._entries.add(
      reports
        .filter(report => report.run_id > this._clearedRunId)
        .map(report => ({
          type: 'run',
          key: this._key(report.run_id),
          era: this.era,
          report,
          objects
        }))
    );
  }

  /** The first complete count is that of the run; a later one also has what a collection by the user did. */
  private _count(census: Census): void {
    const run = this._entries.find(this._key(census.run_id));
    if (run?.type === 'run' && (run.objects?.count ?? null) === null) {
      this._entries.replace({ ...run, objects: objectsOf(census) });
    }
  }

  private readonly _entries: TimelineEntries;
  private _running: RunningRun | null = null;
  // Never changed in place, so that views see by identity that something changed.
  private _eras: readonly Era[] = [{ number: 0, endedBecause: null }];
  /** Boot of the probe by era. */
  private readonly _boots: string[] = [];
  private _lastRunId = 0;
  private _clearedRunId = 0;
  private _isTruncated = false;
}
