import type { History } from '../protocol';

/** Knows up to which run the page has all reports, and fetches those that it lacks from the probe's ring. */
export class Backlog {
  /**
   * @param fetch - Asks for a page of the runs after one, and puts it into the model; null where that failed.
   */
  constructor(fetch: (afterRunId: number) => Promise<History | null>) {
    this._fetch = fetch;
  }

  /** Another boot: its runs count from 1. */
  reset(): void {
    this._turn += 1;
    this._boots += 1;
    this._lastRunId = 0;
    this._newest = 0;
  }

  /**
   * Runs up to this one are not wanted any more.
   *
   * @returns What takes that back: those among them that the page lacks are fetched.
   */
  skipTo(runId: number): () => void {
    const { _boots: boots, _lastRunId: known } = this;
    this._skip(runId);
    return () => {
      if (boots === this._boots && known < runId) {
        this._lastRunId = known;
        void this.load();
      }
    };
  }

  /** A report came; where some before it got lost, they are fetched. */
  note(runId: number): void {
    this._newest = Math.max(this._newest, runId);
    if (this._isComplete && runId === this._lastRunId + 1) {
      this._lastRunId = runId;
    } else if (this._isComplete && runId > this._lastRunId) {
      void this.load();
    }
  }

  /**
   * Fetch what the page lacks, page by page.
   *
   * @returns Whether there was any.
   */
  async load(): Promise<boolean> {
    const turn = ++this._turn;
    const before = this._lastRunId;
    this._isComplete = false;
    let isMore = true;
    while (isMore) {
      const page = await this._fetch(this._lastRunId);
      if (turn !== this._turn) {
        return false;
      }
      if (page === null) {
        break; // the next report asks again
      }
      const count = page.items.length;
      this._skip(page.items[count - 1]?.run_id ?? 0);
      isMore = 0 < count && count < page.total;
    }
    this._isComplete = true;
    const isNew = this._lastRunId > before;
    if (!isMore) {
      // What the ring has lost by now does not come back either.
      this._skip(this._newest);
    }
    return isNew;
  }

  private _skip(runId: number): void {
    this._lastRunId = Math.max(this._lastRunId, runId);
  }

  private readonly _fetch: (afterRunId: number) => Promise<History | null>;
  /** All runs up to this one are known. */
  private _lastRunId = 0;
  private _newest = 0;
  /** No page is under way. */
  private _isComplete = false;
  private _boots = 0;
  /** Counts what was begun: only the last counts. */
  private _turn = 0;
}
