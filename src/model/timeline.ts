import type {
  Census,
  Collection,
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
  TimelineEntry,
  withSample
} from './entries';
import { ENDS_RUNS, Era, EraEnd, Eras } from './eras';
import {
  COUNTING,
  keptCounts,
  NO_TIME,
  objectsOf,
  RunObjects
} from './objects';
import { ModelPart } from './part';

export type {
  CollectionEntry,
  LostRunEntry,
  RunEntry,
  RunningRun,
  TimelineEntry
} from './entries';
export type { Era, EraEnd } from './eras';
export type { RunObjects } from './objects';

/** Takes back that the history was cleared. */
export type Unclear = () => void;

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
    return this._eras.all;
  }

  get era(): number {
    return this._eras.number;
  }

  /** True when entries were dropped to keep the length. */
  get truncated(): boolean {
    return this._isTruncated || this._entries.hasDropped;
  }

  /** The last run of this era that ended, as far as is known; 0 before the first. */
  get lastRunId(): number {
    return this._lastRunId;
  }

  /** The runs of this era up to this one were cleared; 0 for none. */
  get clearedRunId(): number {
    return this._clearedRunId;
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

  /**
   * Drop all entries, also those that are still to come from the history; the run in progress stays.
   *
   * @returns What brings them back, in front of those that came since.
   */
  clear(): Unclear {
    const { all } = this._entries;
    const clearedRunId = this._clearedRunId;
    const { era, truncated } = this;
    this._entries.clear();
    this._clearedRunId = this._lastRunId;
    this._isTruncated = false;
    this.emitChanged();
    return () => {
      this._entries.putBack(all, this.era);
      this._isTruncated ||= truncated;
      if (era === this.era) {
        this._clearedRunId = clearedRunId;
      }
      this.emitChanged();
    };
  }

  /** Runs of this era up to this one were cleared, before the page was reloaded. */
  skip(runId: number): void {
    this._clearedRunId = Math.max(this._clearedRunId, runId);
  }

  /** A census of the last run is under way, or no longer. */
  setCounting(isCounting: boolean): void {
    if (isCounting) {
      this._countingKey = this._key(this._lastRunId);
    }
    const [before, after] = isCounting ? [null, COUNTING] : [COUNTING, null];
    this._setObjects(this._countingKey, [before], after);
  }

  /** This run is over: objects of the one before it, if not counted by now, never will be. */
  passBy(runId: number): void {
    this._setObjects(this._key(runId - 1), [null, COUNTING], NO_TIME);
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
    this._eras.end(because);
    const run = this._running;
    if (run && ENDS_RUNS.has(because)) {
      this._entries.add([{ type: 'lost', key: run.key, era: run.era, run }]);
    }
    this._running = null;
    this.emitChanged();
  }

  /** A new kernel process. */
  reset(): void {
    if (this._eras.begin()) {
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
        this._finish([message.run]);
        break;
      case 'history':
        this._finish(message.items, keptCounts(message));
        this._addCollections(
          message.collections.filter(
            ({ after_run_id: id }) =>
              this._clearedRunId === 0 || id > this._clearedRunId
          )
        );
        this._isTruncated ||= message.truncated;
        break;
      case 'collection':
        this._addCollections([message]);
        break;
      case 'census':
        this._count(message);
        break;
      default:
        return;
    }
    this.emitChanged();
  }

  /** The one who asked for it gets it as a reply, and every page as a push. */
  private _addCollections(collections: readonly Collection[]): void {
    const { era } = this;
    this._entries.add(
      collections.map(collection => ({
        type: 'collection',
        key: `${era}:gc:${collection.at_ms}`,
        era,
        collection
      }))
    );
  }

  private _key(runId: number): string {
    return `${this.era}:${runId}`;
  }

  private _greet(hello: Hello): void {
    const earlier = this._eras.meet(hello.boot_id);
    if (earlier === this.era) {
      // It did not end: what seemed to end with it goes on, or is reported.
      this._entries.keep(
        entry => entry.type !== 'lost' || entry.era !== earlier
      );
    } else if (earlier !== null) {
      // Its runs come again from its history.
      this._entries.keep(entry => entry.era !== earlier);
    }
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
    this._running = withSample(running, sample);
  }

  /** Some may be here already: pushed, and within the history after a reload. */
  private _finish(
    reports: readonly RunReport[],
    countOf: (runId: number) => RunObjects | null = () => null
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
          objects: countOf(report.run_id)
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

  /** Nothing happens to a run whose objects are none of the expected. */
  private _setObjects(
    key: string,
    expected: readonly (RunObjects | null)[],
    objects: RunObjects | null
  ): void {
    const run = this._entries.find(key);
    if (run?.type === 'run' && expected.includes(run.objects)) {
      this._entries.replace({ ...run, objects });
      this.emitChanged();
    }
  }

  private readonly _entries: TimelineEntries;
  private _running: RunningRun | null = null;
  private readonly _eras = new Eras();
  private _lastRunId = 0;
  private _clearedRunId = 0;
  /** Of the run that a census was asked for last. */
  private _countingKey = '';
  private _isTruncated = false;
}
