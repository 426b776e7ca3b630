import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';

import type { Need } from '../tokens';
import type { KernelFacts, KernelState } from './kernel';
import type { Pulls } from './pulls';
import type { RunningRun, Timeline } from './timeline';

/** Between two looks at a running cell. */
export const LIVE_INTERVAL_MS = 500;
/** Between two looks at the memory of an idle kernel. */
export const IDLE_INTERVAL_MS = 2000;
/** An idle kernel whose memory stands still for so long is left alone: hubs end servers in which nothing happens. */
export const STILL_MS = 120_000;
/** A change of RSS by this part is one. */
const CHANGE = 0.01;

interface LiveOptions {
  readonly name: string;
  readonly need: Need;
  /** Between two requests, ms. */
  readonly interval: number;
  readonly isWanted: (facts: KernelFacts) => boolean;
}

/** Asks for one need again and again, while somebody looks at it and the kernel is as it must be. */
class LiveNeed implements IDisposable {
  constructor(
    protected readonly kernel: KernelState,
    protected readonly pulls: Pulls,
    private readonly _options: LiveOptions
  ) {
    this._poll = new Poll({
      name: `jupyterlab-heapscope:${_options.name}`,
      auto: false,
      factory: () => this.ask(),
      frequency: { interval: _options.interval, backoff: false },
      standby: 'when-hidden'
    });
    kernel.changed.connect(this._decide, this);
    pulls.changed.connect(this._decide, this);
  }

  get isDisposed(): boolean {
    return this._poll.isDisposed;
  }

  dispose(): void {
    this.kernel.changed.disconnect(this._decide, this);
    this.pulls.changed.disconnect(this._decide, this);
    this._poll.dispose();
  }

  protected async ask(): Promise<void> {
    await this.pulls.refresh(this._options.need);
  }

  private _decide(): void {
    const { facts } = this.kernel;
    const { need, isWanted } = this._options;
    const isReady = facts.phase === 'ready' && facts.answersWhileBusy;
    if (isReady && isWanted(facts) && this.pulls.isWatched(need)) {
      void this._poll.start();
    } else {
      void this._poll.stop();
    }
  }

  private readonly _poll: Poll;
}

/** The stack of a running cell. */
export class LiveStack extends LiveNeed {
  constructor(kernel: KernelState, pulls: Pulls) {
    super(kernel, pulls, {
      name: 'live-stack',
      need: 'stack',
      interval: LIVE_INTERVAL_MS,
      isWanted: ({ busy }) => busy
    });
  }
}

/** The memory of an idle kernel: its threads and tasks go on between cells. While a cell runs, samples tell it. */
export class LiveMemory extends LiveNeed {
  constructor(kernel: KernelState, pulls: Pulls) {
    const pace = new Pace(kernel);
    super(kernel, pulls, {
      name: 'live-memory',
      need: 'memory',
      interval: IDLE_INTERVAL_MS,
      isWanted: ({ busy }) => !busy && pace.isMoving()
    });
  }

  protected async ask(): Promise<void> {
    if (Date.now() - this.kernel.readAtMs < IDLE_INTERVAL_MS / 2) {
      return;
    }
    const before = rssOf(this.kernel);
    await super.ask();
    if (hasMoved(before, rssOf(this.kernel))) {
      // What moved it, a widget's callback or a thread, may have changed names, or have raised.
      await this.pulls.refresh('stack', 'variables');
    }
  }
}

function rssOf(kernel: KernelState): number {
  return kernel.memory?.rss_bytes ?? 0;
}

function hasMoved(before: number, rss: number): boolean {
  return Math.abs(rss - before) > CHANGE * before;
}

/** Whether a kernel's memory changed, or a cell ran, not long ago. */
class Pace {
  constructor(private readonly _kernel: KernelState) {}

  isMoving(): boolean {
    const { facts, lastRunId } = this._kernel;
    const rss = rssOf(this._kernel);
    const hasChanged =
      hasMoved(this._rss, rss) ||
      lastRunId !== this._runId ||
      facts.phase !== 'ready';
    if (hasChanged) {
      this._rss = rss;
      this._runId = lastRunId;
      this._since = Date.now();
    }
    return Date.now() - this._since < STILL_MS;
  }

  private _rss = 0;
  private _runId = 0;
  private _since = 0;
}

/** Until a running cell of which nothing is heard is said to go on, ms. */
export const SILENCE_MS = 1000;

/** Lets the time of a running cell go on where no sample tells it. */
export class RunClock implements IDisposable {
  constructor(private readonly _timeline: Timeline) {
    _timeline.changed.connect(this._look, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    this._timeline.changed.disconnect(this._look, this);
  }

  private _look(): void {
    const { running } = this._timeline;
    if (running !== this._heard) {
      this._heard = running;
      clearTimeout(this._timer);
      if (running) {
        const heardAt = performance.now();
        this._timer = window.setTimeout(
          () => this._timeline.goOn(performance.now() - heardAt),
          SILENCE_MS
        );
      }
    }
  }

  /** As it was when something was heard last. */
  private _heard: RunningRun | null = null;
  private _timer = 0;
  private _isDisposed = false;
}
