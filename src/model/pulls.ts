import { DisposableDelegate, IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import type { Need } from '../tokens';

/** Reports of "Run All" come close together: one round of requests follows those within this time. */
const COALESCE_MS = 50;

/** Keeps what is watched fresh: never more than one request of a kind under way, and one more after it when it came stale. */
export class Pulls implements IDisposable {
  /**
   * @param pull - Asks for what a need wants; tells whether it came; must not reject.
   * @param lasting - What stays fresh until it is said to be stale, also while nobody watches; the rest is pulled
   *   whenever a first watcher comes.
   */
  constructor(
    pull: (need: Need) => Promise<boolean>,
    lasting: readonly Need[] = []
  ) {
    this._pull = pull;
    this._lasting = lasting;
  }

  /** Something began or ceased to be watched. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether nothing is watched. */
  get isIdle(): boolean {
    return this._watchers.size === 0;
  }

  get watched(): readonly Need[] {
    return [...this._watchers.keys()];
  }

  isWatched(need: Need): boolean {
    return this._watchers.has(need);
  }

  /** Count a watcher until the result is disposed; the first one pulls. */
  watch(need: Need): IDisposable {
    const count = this._watchers.get(need) ?? 0;
    this._watchers.set(need, count + 1);
    if (count === 0) {
      if (!this._fresh.has(need)) {
        void this.refresh(need);
      }
      this._changed.emit();
    }
    return new DisposableDelegate(() => this._unwatch(need));
  }

  /** The same as `refresh` in a moment: what is asked for until then is asked for once. */
  refreshSoon(needs: readonly Need[]): void {
    needs.forEach(need => {
      this._due.add(need);
      this._fresh.delete(need);
    });
    if (this._timer === undefined && this._due.size > 0) {
      this._timer = setTimeout(() => {
        this._timer = undefined;
        const due = [...this._due];
        this._due.clear();
        void this.refresh(...due);
      }, COALESCE_MS);
    }
  }

  /** Everything is stale, also what lasts and is not watched now. */
  refreshAllSoon(): void {
    this.refreshSoon([...this.watched, ...this._lasting]);
  }

  /** Nothing is pulled any more. */
  dispose(): void {
    clearTimeout(this._timer);
    this._watchers.clear();
    this._isDisposed = true;
    Signal.clearData(this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Pull what is watched of these needs; all of them, when none is named: then nothing counts as fresh. */
  async refresh(...needs: readonly Need[]): Promise<void> {
    if (needs.length === 0) {
      this._fresh.clear();
    }
    const wanted = needs.length > 0 ? needs : this.watched;
    await Promise.all(
      wanted.filter(need => this.isWatched(need)).map(need => this._once(need))
    );
  }

  private async _once(need: Need): Promise<void> {
    if (this._underWay.has(need)) {
      this._stale.add(need);
      return;
    }
    this._underWay.add(need);
    if (this._lasting.includes(need)) {
      this._fresh.add(need); // before: what is said to be stale meanwhile stays so
    }
    if (!(await this._pull(need))) {
      this._fresh.delete(need);
    }
    this._underWay.delete(need);
    if (this._stale.delete(need)) {
      await this.refresh(need);
    }
  }

  private _unwatch(need: Need): void {
    const count = (this._watchers.get(need) ?? 0) - 1;
    if (count > 0) {
      this._watchers.set(need, count);
    } else if (this._watchers.delete(need)) {
      this._changed.emit();
    }
  }

  private readonly _pull: (need: Need) => Promise<boolean>;
  private readonly _lasting: readonly Need[];
  private readonly _watchers = new Map<Need, number>();
  private readonly _underWay = new Set<Need>();
  private readonly _stale = new Set<Need>();
  /** Of those that last. */
  private readonly _fresh = new Set<Need>();
  private readonly _due = new Set<Need>();
  private readonly _changed = new Signal<this, void>(this);
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
