import type { Collection, CollectorState, KernelMessage } from '../protocol';
import { ModelPart } from './part';

/** Where a collection that the user asked for stands. */
export type CollectProgress =
  | { readonly phase: 'idle' }
  | { readonly phase: 'queued' }
  | { readonly phase: 'collecting' }
  | { readonly phase: 'done'; readonly collection: Collection }
  | { readonly phase: 'failed'; readonly message: string };

/** The garbage collector as the kernel has it. */
export class Collector extends ModelPart {
  /** Null until the probe answered. */
  get state(): CollectorState | null {
    return this._state;
  }

  get progress(): CollectProgress {
    return this._progress;
  }

  setProgress(progress: CollectProgress): void {
    this._progress = progress;
    this.emitChanged();
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'hello':
      case 'collector':
        this._state = message.collector;
        break;
      case 'collection':
        this._state = message.collector;
        this._progress = { phase: 'done', collection: message };
        break;
      case 'report':
        this._state = message.run.collector;
        break;
      default:
        return;
    }
    this.emitChanged();
  }

  reset(): void {
    this._state = null;
    this._progress = { phase: 'idle' };
    this.emitChanged();
  }

  private _state: CollectorState | null = null;
  private _progress: CollectProgress = { phase: 'idle' };
}
