import { ISignal, Signal } from '@lumino/signaling';

/** The selected run: the same in chart, table and badge. */
export class Selection {
  /** Key of a timeline entry, or null. */
  get key(): string | null {
    return this._key;
  }

  get changed(): ISignal<this, string | null> {
    return this._changed;
  }

  select(key: string | null): void {
    if (key !== this._key) {
      this._key = key;
      this._changed.emit(key);
    }
  }

  private _key: string | null = null;
  private _changed = new Signal<this, string | null>(this);
}
