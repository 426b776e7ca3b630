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
  /** True unless this page met the same boot before, reloads included. */
  readonly isNew: boolean;
}

/** What a session knows of its kernel: one at a time, each with at most one probe. */
export interface IConnection extends IObservableDisposable {
  readonly facts: KernelFacts;
  readonly factsChanged: ISignal<IConnection, KernelFacts>;
  /** A probe answered: the first one, one in another process, or the same again after the way to it was lost. */
  readonly opened: ISignal<IConnection, OpenProbe>;
  /** The kernel process is gone for this notebook, and why. Emitted after the facts changed. */
  readonly ended: ISignal<IConnection, EraEnd>;
  readonly isEnabled: boolean;
  /** False: the probe is taken out of the kernel, unless another notebook uses it, and none is put in. */
  setEnabled(enabled: boolean): void;
  /** After a failure: try again. */
  retry(): void;
}
