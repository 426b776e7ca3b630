import type { KernelMessage } from '../protocol';
import { ModelPart } from './part';

const MAX_RUNS = 5000;
/** After one run; without a new run every few of them do the same. */
const MAX_AFTER_RUN = 20;

/** RSS before a walk of the probe through the heap, and its highest until that ended, bytes. */
export interface Counting {
  readonly from: number;
  readonly to: number;
}

/** What Heapscope's own counting did to RSS, so that no cell and no thread is blamed for it. */
export class Countings extends ModelPart {
  /** Those between this run and the next one, in order; 0 for those before the first. */
  after(runId: number): readonly Counting[] {
    return this._byRun.get(runId) ?? [];
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'census':
      case 'deep_size':
      case 'variable_sizes': {
        const { rss_before_bytes: from, peak_rss_bytes: to } = message;
        if (from !== null && to !== null) {
          this._byRun.set(message.run_id, [
            ...this.after(message.run_id).slice(1 - MAX_AFTER_RUN),
            { from, to }
          ]);
          this._forgetOldest();
          this.emitChanged();
        }
      }
    }
  }

  reset(): void {
    this._byRun.clear();
    this.emitChanged();
  }

  private _forgetOldest(): void {
    const [oldest] = this._byRun.keys();
    if (this._byRun.size > MAX_RUNS) {
      this._byRun.delete(oldest);
    }
  }

  private readonly _byRun = new Map<number, readonly Counting[]>();
}
