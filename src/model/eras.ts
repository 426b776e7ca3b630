/** One life of the probe in a kernel process, which may have several. */
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

/** Ends of the probe alone: the kernel process lives on. */
const LEAVES_PROCESS: ReadonlySet<EraEnd> = new Set(['off', 'replaced']);

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

  /** The first one of the present kernel process. */
  get processStart(): number {
    return this._processStart;
  }

  /** Whether the process of the present one is gone, or is another's: also when it ended after its probe. */
  get isProcessOver(): boolean {
    return this._isProcessOver;
  }

  /** The present one is over; what ended it first counts. */
  end(because: EraEnd): void {
    this._isProcessOver ||= !LEAVES_PROCESS.has(because);
    if (this._all[this.number].endedBecause === null) {
      this._mark(because);
    }
  }

  /**
   * Begin another one; nothing happens while the present one lives.
   *
   * @param isSameProcess - Whether the kernel process is that of the present one.
   */
  begin(isSameProcess: boolean): void {
    const number = this._all.length;
    if (this._all[this.number].endedBecause === null) {
      return;
    }
    this._all = [...this._all, { number, endedBecause: null }];
    this._isProcessOver = false;
    if (!isSameProcess) {
      this._processStart = number;
    }
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
      this._isProcessOver = false;
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
  private _processStart = 0;
  private _isProcessOver = false;
  /** Boot of the probe by era. */
  private readonly _boots: string[] = [];
}
