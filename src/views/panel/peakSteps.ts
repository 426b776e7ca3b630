import type { Countings } from '../../model/countings';
import type { Peak } from '../../model/kernel';
import type { Collection, RunReport, RunStarted } from '../../protocol';

/** What raised RSS: a run, by its number, or while no cell ran Heapscope's counting or something else. */
export type PeakCause =
  | {
      readonly by: 'run';
      readonly executionCount: number | null;
      /** Bytes that came after it, while no cell ran; not given for none. */
      readonly since?: number;
    }
  | { readonly by: 'counting'; readonly bytes: number }
  | { readonly by: 'between'; readonly bytes: number };

/** A rise of RSS, or a fall; bytes, null where the one or the other is not known. */
export interface Step {
  readonly from: number | null;
  readonly top: number | null;
  readonly cause: PeakCause;
}

type Begun = Pick<
  RunStarted,
  'run_id' | 'execution_count' | 'rss_before_bytes'
>;

/** The steps of RSS up to the peak, put together from what is known of runs and of what is between them, in order. */
export class PeakSteps {
  /**
   * @param start - RSS before the first run; null where that is not known.
   */
  constructor(
    private readonly _peak: Peak,
    private readonly _countings: Countings,
    private readonly _start: number | null
  ) {}

  /** A run began, and went up to `top`. */
  run(begun: Begun, top: number | null): void {
    const { execution_count: executionCount, rss_before_bytes: from } = begun;
    this._reach(begun.run_id - 1);
    this._leave();
    this._between(from);
    const { isWithin, runId, bytes } = this._peak;
    const isPeak = isWithin && runId === begun.run_id;
    this._add({
      from,
      top: isPeak ? bytes : top, // samples may say more than the report
      cause: { by: 'run', executionCount }
    });
  }

  /** The run that began last is over. */
  end(report: Pick<RunReport, 'run_id' | 'rss_after_bytes'>): void {
    this._rss = report.rss_after_bytes;
    this._count(report.run_id);
  }

  /** The user collected, while no cell ran. */
  collection(collection: Collection): void {
    this._reach(collection.after_run_id);
    this._between(collection.rss_before_bytes);
    this._rss = collection.rss_after_bytes;
  }

  /** All steps up to the one that reached the peak; none where it is not known how RSS came there. */
  upToPeak(): readonly Step[] {
    this._leave();
    return this._isReached ? this._steps : [];
  }

  /** A run is past; where the runs up to it were cleared or dropped, nothing is known of RSS after it. */
  private _reach(runId: number): void {
    if (runId !== this._runId) {
      this._rss = runId === 0 ? this._start : null;
      this._count(runId);
    }
  }

  private _count(runId: number): void {
    this._runId = runId;
    for (const { from, to } of this._countings.after(runId)) {
      this._between(from);
      const cause: PeakCause = { by: 'counting', bytes: to - from };
      this._add({ from, top: to, cause });
      this._rss = to; // what is freed again may be taken again
    }
  }

  /** What is between two runs is over: if the peak was read there, and by none of the steps, RSS rose to it somehow. */
  private _leave(): void {
    const { isWithin, runId, bytes } = this._peak;
    if (!isWithin && runId === this._runId) {
      this._between(bytes);
    }
  }

  private _between(top: number | null): void {
    const from = this._rss;
    const bytes = (top ?? 0) - (from ?? 0);
    this._add({ from, top, cause: { by: 'between', bytes } });
  }

  private _add(step: Step): void {
    if (!this._isReached) {
      this._steps.push(step);
      this._isReached = (step.top ?? 0) >= this._peak.bytes;
    }
  }

  private readonly _steps: Step[] = [];
  private _isReached = false;
  /** The run that is past; none before the first. */
  private _runId = -1;
  /** RSS after what is past. */
  private _rss: number | null = null;
}
