import { ISignal, Signal } from '@lumino/signaling';

import type { KernelMessage } from '../protocol';

/** A part of the memory model: one state, one signal, one entrance. */
export abstract class ModelPart {
  /** Emitted after the state changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Take over what the message says of this part; other messages are ignored. */
  abstract apply(message: KernelMessage): void;

  /**
   * Forget what belonged to the probe that is gone.
   *
   * @param isSameProcess - Whether the next one is in the same kernel process; if not given, it is not.
   */
  abstract reset(isSameProcess?: boolean): void;

  protected emitChanged(): void {
    this._changed.emit();
  }

  private _changed = new Signal<this, void>(this);
}
