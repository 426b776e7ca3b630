import type {
  Collection,
  Hello,
  KernelMessage,
  RunReport,
  RunStarted
} from '../protocol';
import {
  collectionEntry,
  keyOfRun,
  RunEntry,
  TimelineEntries,
  TimelineEntry
} from './entries';
import type { UnfinishedCell } from './connection';
import { ENDS_RUNS, Era, EraEnd, Eras } from './eras';
import { keptCounts, RunObjects } from './objects';
import { ModelPart } from './part';
import { RunCounts } from './runCounts';
import { CurrentRun, RunningRun } from './running';

export type {
  CollectionEntry,
  LostRunEntry,
  RunEntry,
  TimelineEntry
} from './entries';
export type { RunningRun } from './running';
export type { Era, EraEnd } from './eras';
export type { RunObjects } from './objects';

/** Takes back that the history was cleared. */
export type Unclear = () => void;

/** What each run did, in the order in which it happened, over all eras. */
export class Timeline extends ModelPart {
  constructor(historyLength: number) {
    super();
    this._entries = new TimelineEntries(historyLength);
    this._counts = new RunCounts(this._entries);
  }

  get entries(): readonly TimelineEntry[] {
    return this._entries.all;
  }

  get running(): RunningRun | null {
    return this._running.value;
  }

  get eras(): readonly Era[] {
    return this._eras.all;
  }

  get era(): number {
    return this._eras.number;
  }

  /** Whether the kernel process of the present era is known to be gone. */
  get isProcessOver(): boolean {
    return this._eras.isProcessOver;
  }

  /** Of the probe that the present era is of; null before the first. */
  get bootId(): string | null {
    return this._eras.bootId;
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
    return this._entries.runOf(cellId, this._eras.processStart);
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
    const { clearedRunId, era, truncated } = this;
    this._entries.clear();
    this._clearedRunId = this._lastRunId;
    this._isTruncated = false;
    this.emitChanged();
    return () => {
      this._entries.putBack(all);
      this._counts.catchUp();
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
      this._counts.begin(this._key(this._lastRunId));
    } else {
      this._counts.end();
    }
    this.emitChanged();
  }

  /** This run is over: objects of the one before it, if not counted by now, never will be. */
  passBy(runId: number): void {
    this._counts.passBy(this._key(runId - 1));
    this.emitChanged();
  }

  /** No cell runs any more: a run whose report did not come is over all the same. */
  giveUpRunning(): void {
    if (this.running) {
      this._running.end();
      this.emitChanged();
    }
  }

  /** The run goes on, for so many ms, without a word. */
  goOn(ms: number): void {
    this._running.goOn(ms);
    this.emitChanged();
  }

  /** The kernel ends with this cell: unless its run is known, that is what it ran. */
  suppose(cell: UnfinishedCell): void {
    const isTold =
      this._reported?.cellId === cell.cellId &&
      this._reported.atMs > cell.dueAtMs;
    if (this._eras.isAlive && !this.running && !isTold) {
      this._running.suppose(cell, this._lastRunId + 1, this.era);
    }
  }

  /** The probe is gone, with its kernel process or without: keep what it told, marked as ended. */
  endEra(because: EraEnd): void {
    this._eras.end(because);
    const run = this.running;
    if (run && ENDS_RUNS.has(because)) {
      this._entries.add([{ type: 'lost', key: run.key, era: run.era, run }]);
    }
    this._running.end();
    this.emitChanged();
  }

  /** A new probe. */
  reset(isSameProcess = false): void {
    this._eras.begin(isSameProcess);
    this._running.end();
    this._lastRunId = 0;
    this._clearedRunId = 0;
    this.emitChanged();
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'hello':
        this._greet(message);
        this._running.configure(message.settings);
        break;
      case 'run_started':
        this._start(message);
        break;
      case 'sample':
        this._running.sample(message);
        break;
      case 'configuration':
        this._running.configure(message.settings);
        break;
      case 'report':
        this._reported = { cellId: message.run.cell_id, atMs: Date.now() };
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
        this._counts.take(this._key(message.run_id), message);
        break;
      default:
        return;
    }
    this.emitChanged();
  }

  /** The one who asked for it gets it as a reply, and every page as a push. */
  private _addCollections(collections: readonly Collection[]): void {
    this._entries.add(collections.map(one => collectionEntry(one, this.era)));
  }

  private _key(runId: number): string {
    return keyOfRun(runId, this.era);
  }

  private _greet(hello: Hello): void {
    const earlier = this._eras.meet(hello.boot_id);
    if (earlier === this.era) {
      // It did not end: what seemed to end with it goes on, or is reported.
      this._entries.dropLost(earlier);
    } else if (earlier !== null) {
      // What its ring still holds comes again, and is known.
      this._entries.dropLost(earlier);
      this._entries.move(earlier, this.era);
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
    if (id > this._lastRunId && id !== this._running.id) {
      this._running.begin(started, this.era);
    }
  }

  /** Some may be here already: pushed, and within the history after a reload. */
  private _finish(
    reports: readonly RunReport[],
    countOf: (runId: number) => RunObjects | null = () => null
  ): void {
    reports.forEach(report => this._note(report.run_id));
    if (this._running.id <= this._lastRunId) {
      this._running.end();
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

  private readonly _entries: TimelineEntries;
  private readonly _counts: RunCounts;
  private readonly _running = new CurrentRun();
  private readonly _eras = new Eras();
  private _lastRunId = 0;
  private _clearedRunId = 0;
  private _isTruncated = false;
  /** The last report that was pushed: of which cell, and when by the page's clock. */
  private _reported: { cellId: string | null; atMs: number } | null = null;
}
