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
export const ENDS_RUNS: ReadonlySet<EraEnd> = new Set([
  'died',
  'restarted',
  'closed'
]);

/** The eras one after the other; the last is the present one. */
export class Eras {
  /** Never changed in place, so that views see by identity that something changed. */
  get all(): readonly Era[] {
    return this._all;
  }

  /** Of the present one. */
  get number(): number {
    return this._all.length - 1;
  }

  /** Of the probe of the present one; null before it answered. */
  get bootId(): string | null {
    return this._boots[this.number] ?? null;
  }

  /** Whether a probe answered in the present one, which is not over. */
  get isAlive(): boolean {
    return this.bootId !== null && this._all[this.number].endedBecause === null;
  }

  /** The present one is over; what ended it first counts. */
  end(because: EraEnd): void {
    if (this._all[this.number].endedBecause === null) {
      this._mark(because);
    }
  }

  /**
   * Begin another one; nothing happens while the present one lives.
   *
   * @returns Whether there is another.
   */
  begin(): boolean {
    const number = this._all.length;
    const isOver = this._all[this.number].endedBecause !== null;
    if (isOver) {
      this._all = [...this._all, { number, endedBecause: null }];
    }
    return isOver;
  }

  /**
   * A probe greets in the present era, which lives again where the probe is its own: the user may come back to a
   * kernel that others kept alive.
   *
   * @returns The number of the era in which it was met before; null for a new one.
   */
  meet(bootId: string): number | null {
    const met = this._boots.indexOf(bootId);
    if (met === this.number) {
      this._mark(null);
    } else if (met >= 0) {
      this._boots[met] = '';
    }
    this._boots[this.number] = bootId;
    return met < 0 ? null : met;
  }

  private _mark(endedBecause: EraEnd | null): void {
    const { number } = this;
    this._all = [...this._all.slice(0, number), { number, endedBecause }];
  }

  private _all: readonly Era[] = [{ number: 0, endedBecause: null }];
  /** Boot of the probe by era. */
  private readonly _boots: string[] = [];
}
