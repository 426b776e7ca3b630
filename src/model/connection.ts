import type { IObservableDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';

import type { Hello } from '../protocol';
import type { IChannel } from '../tokens';
import type { KernelFacts } from './kernel';
import type { EraEnd } from './timeline';

/** A probe that answered. */
export interface OpenProbe {
  readonly channel: IChannel;
  readonly hello: Hello;
  /** Whether allocations were recorded in this boot when this page met it before, reloads included. */
  readonly wasRecorded: boolean;
  /** The user cleared the runs of this boot up to this one; 0 for none. */
  readonly clearedRunId: number;
}

/** A cell that a kernel was sent and has not finished. */
export interface UnfinishedCell {
  /** Null where another page sent it. */
  readonly cellId: string | null;
  readonly code: string;
  readonly executionCount: number | null;
  /** The kernel said that it began; else it may also have ended before. */
  readonly isBegun: boolean;
  /** Epoch, by the page's clock: when it was sent, or first heard of, and all before it were finished. */
  readonly dueAtMs: number;
  /** Epoch, by the kernel's clock once it began. */
  readonly startedAtMs: number;
}

/** What a session knows of its kernel: one at a time, each with at most one probe. */
export interface IConnection extends IObservableDisposable {
  readonly facts: KernelFacts;
  readonly factsChanged: ISignal<IConnection, KernelFacts>;
  /** A probe answered: the first one, one in another process, or the same again after the way to it was lost. */
  readonly opened: ISignal<IConnection, OpenProbe>;
  /** The kernel process is gone for this notebook, and why. Emitted after the facts changed. */
  readonly ended: ISignal<IConnection, EraEnd>;
  /** What ran, or was to run next, when the last process ended; null for nothing. */
  readonly unfinished: UnfinishedCell | null;
  /** A cell ended, or what looks like one; its report has come by then. */
  readonly ran: ISignal<IConnection, void>;
  readonly isEnabled: boolean;
  /** False: the probe is taken out of the kernel, unless another notebook uses it, and none is put in. */
  setEnabled(enabled: boolean): void;
  /** Remember, over a reload of the page too, that the user cleared the runs of the present boot up to this one. */
  clearTo(runId: number): void;
  /** Remember, over a reload of the page too, that the present boot records allocations. */
  noteRecording(): void;
  /** After a failure: try again. */
  retry(): void;
}
