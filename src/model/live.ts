import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

import type { KernelState } from './kernel';
import type { Pulls } from './pulls';

/** Between two looks at a running cell. */
export const LIVE_INTERVAL_MS = 500;

/** The only thing that is asked for again and again: the stack of a running cell, while somebody looks at it. */
export class LiveStack implements IDisposable {
  constructor(kernel: KernelState, pulls: Pulls) {
    this._kernel = kernel;
    this._pulls = pulls;
    this._poll = new Poll({
      name: 'jupyterlab-heapscope:live-stack',
      auto: false,
      factory: () => pulls.refresh('stack'),
      frequency: { interval: LIVE_INTERVAL_MS, backoff: false },
      standby: 'when-hidden'
    });
    kernel.changed.connect(this._decide, this);
    pulls.changed.connect(this._decide, this);
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    this._kernel.changed.disconnect(this._decide, this);
    this._pulls.changed.disconnect(this._decide, this);
    this._poll.dispose();
  }

  private _decide(): void {
    const { busy, answersWhileBusy, phase } = this._kernel.facts;
    const isLive = busy && answersWhileBusy && phase === 'ready';
    if (isLive && this._pulls.isWatched('stack')) {
      void this._poll.start();
    } else {
      void this._poll.stop();
    }
  }

  private readonly _kernel: KernelState;
  private readonly _pulls: Pulls;
  private readonly _poll: Poll;
}
