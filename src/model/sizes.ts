import type { KernelMessage, RequestError } from '../protocol';
import { Latest } from './latest';

/** Measuring what names hold failed. */
export interface SizesFailure {
  readonly reason: string;
}

/** What each of the notebook's names holds, as last measured. */
export class SizesState extends Latest<'variable_sizes'> {
  constructor() {
    super('variable_sizes');
  }

  /** Why the last measuring failed; null where it did not. Text of the kernel. */
  get failure(): SizesFailure | null {
    return this._failure;
  }

  /** The kernel refused, or could not; what gave way or was cut off is asked for again. */
  refuse({ code, message }: RequestError): void {
    if (code !== 'cancelled' && code !== 'closed') {
      this._failure = { reason: message };
      this.emitChanged();
    }
  }

  /** A walk that gave way to a run is made again after it: older figures say more until then. */
  apply(message: KernelMessage): void {
    if (
      message.kind === 'variable_sizes' &&
      message.cut_because !== 'next_run'
    ) {
      this._failure = null;
      super.apply(message);
    }
  }

  reset(): void {
    this._failure = null;
    super.reset();
  }

  private _failure: SizesFailure | null = null;
}
