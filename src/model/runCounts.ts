import type { Census } from '../protocol';
import type { TimelineEntries } from './entries';
import { COUNTING, NO_TIME, objectsOf, RunObjects } from './objects';

/** Puts into the entries of runs how many objects there were after them. */
export class RunCounts {
  constructor(private readonly _entries: TimelineEntries) {}

  /** A census of the run is under way. */
  begin(key: string): void {
    this._underWay = key;
    this._set(key, [null], COUNTING);
  }

  /** No census is under way any more. */
  end(): void {
    const key = this._underWay;
    this._underWay = '';
    this._set(key, [COUNTING], null);
  }

  /** Objects of this run, if not counted by now, never will be. */
  passBy(key: string): void {
    this._set(key, [null, COUNTING], NO_TIME);
  }

  /** The first complete count is that of the run; a later one also has what a collection by the user did. */
  take(key: string, census: Census): void {
    this._last = { key, census };
    const run = this._entries.find(key);
    if (run?.type === 'run' && (run.objects?.count ?? null) === null) {
      this._entries.replace({ ...run, objects: objectsOf(census) });
    }
  }

  /** Entries came back that were cleared: a census of theirs may have ended meanwhile. */
  catchUp(): void {
    for (const { key } of this._entries.all) {
      if (key !== this._underWay) {
        this._set(key, [COUNTING], null);
      }
    }
    if (this._last) {
      this.take(this._last.key, this._last.census);
    }
  }

  /** Nothing happens to a run whose objects are none of the expected. */
  private _set(
    key: string,
    expected: readonly (RunObjects | null)[],
    objects: RunObjects | null
  ): void {
    const run = this._entries.find(key);
    if (run?.type === 'run' && expected.includes(run.objects)) {
      this._entries.replace({ ...run, objects });
    }
  }

  /** Key of the run that is being counted; empty for none. */
  private _underWay = '';
  private _last: { readonly key: string; readonly census: Census } | null =
    null;
}
