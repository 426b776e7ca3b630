import type { KernelMessage } from '../protocol';
import { ModelPart } from './part';

/** A part whose state is the latest message of one kind. */
export class Latest<K extends KernelMessage['kind']> extends ModelPart {
  constructor(kind: K) {
    super();
    this._kind = kind;
  }

  /** Null until the first one came. */
  get message(): Extract<KernelMessage, { kind: K }> | null {
    return this._message;
  }

  apply(message: KernelMessage): void {
    if (message.kind === this._kind) {
      this._message = message as Extract<KernelMessage, { kind: K }>;
      this.emitChanged();
    }
  }

  reset(): void {
    this._message = null;
    this.emitChanged();
  }

  private readonly _kind: K;
  private _message: Extract<KernelMessage, { kind: K }> | null = null;
}
