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
    this._lastRunId = 0;
    this._newest = 0;
  }

  /** A report came; where some before it got lost, they are fetched. */
  note(runId: number): void {
    this._newest = runId;
    if (this._isComplete && runId === this._lastRunId + 1) {
      this._lastRunId = runId;
    } else if (this._isComplete) {
      void this.load();
    }
  }

  /** Fetch what the page lacks, page by page. */
  async load(): Promise<void> {
    const turn = ++this._turn;
    this._isComplete = false;
    let isMore = true;
    while (isMore && turn === this._turn) {
      const page = await this._fetch(this._lastRunId);
      const last = page?.items[page.items.length - 1];
      this._lastRunId = last?.run_id ?? this._lastRunId;
      isMore = !!page && !!last && page.items.length < page.total;
    }
    if (turn === this._turn) {
      // What the ring has lost by now does not come back either.
      this._lastRunId = Math.max(this._lastRunId, this._newest);
      this._isComplete = true;
    }
  }

  private readonly _fetch: (afterRunId: number) => Promise<History | null>;
  /** All runs up to this one are known. */
  private _lastRunId = 0;
  private _newest = 0;
  /** No page is under way. */
  private _isComplete = false;
  /** Counts what was begun: only the last counts. */
  private _turn = 0;
}
