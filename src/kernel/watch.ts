import { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import { CellWatch } from './cells';

/** Stands for a request whose begin was not seen. */
const UNSEEN = '';

/** What a kernel process lets be seen of itself, whoever it works for. */
export class ProcessWatch implements IDisposable {
  constructor(kernel: Kernel.IKernelConnection) {
    this._kernel = kernel;
    this.cells = new CellWatch(kernel);
    kernel.iopubMessage.connect(this._onOutput, this);
  }

  readonly cells: CellWatch;

  /** Session id of the process that is watched, as all its messages carry it; null while it is not known. */
  process: string | null = null;

  /** True while a cell runs. Requests to the probe do not count, though JupyterLab's status says busy or idle for each. */
  get isBusy(): boolean {
    return this._running.size > 0;
  }

  /** True when somebody shut it down: then it does not die. */
  get isShutDown(): boolean {
    return this._isShutDown;
  }

  get busyChanged(): ISignal<this, void> {
    return this._busyChanged;
  }

  /** Another process answers on this connection: somebody else restarted the kernel. */
  get replaced(): ISignal<this, void> {
    return this._replaced;
  }

  /** Something that tells its input ended, as cells do. */
  get ran(): ISignal<this, void> {
    return this._ran;
  }

  /** The execute request that ended last; empty before the first. */
  get lastFinished(): string {
    return this._finished;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** A cell was begun before this watch. */
  assumeBusy(): void {
    if (!this.isBusy) {
      this._running.add(UNSEEN);
      this._busyChanged.emit();
    }
  }

  /** Messages may get lost from here on. */
  forget(): void {
    this.cells.forget();
    this._running.clear();
  }

  dispose(): void {
    this._isDisposed = true;
    this.cells.dispose();
    this._kernel.iopubMessage.disconnect(this._onOutput, this);
    Signal.clearData(this);
  }

  private _onOutput(
    _: Kernel.IKernelConnection,
    message: KernelMessage.IIOPubMessage
  ): void {
    if (isShutdown(message)) {
      this._isShutDown = true;
    } else if (KernelMessage.isExecuteInputMsg(message)) {
      this._telling = (message.parent_header as { msg_id?: string }).msg_id;
    } else if (KernelMessage.isStatusMsg(message)) {
      this._onStatus(message);
    }
  }

  private _onStatus(message: KernelMessage.IStatusMsg): void {
    const { execution_state: state } = message.content;
    const parent = message.parent_header;
    const isAnswer = 'msg_id' in parent;
    // What answers nothing is said by the server, but for "starting".
    const isOfKernel = isAnswer || state === 'starting';
    const isKnown = this.process !== null;
    if (isKnown && isOfKernel && message.header.session !== this.process) {
      this._replaced.emit();
    } else if (isAnswer && parent.msg_type === 'execute_request') {
      this._note(parent.msg_id, state);
    }
  }

  /** The probe says "busy" again for a running cell, since requests beside it say "idle"; that may come too late. */
  private _note(id: string, state: string): void {
    if (state === 'busy' && id !== this._finished) {
      this._running.add(id);
    } else if (state === 'idle') {
      this._running.delete(id);
      this._running.delete(UNSEEN);
      this._finished = id;
    }
    this._busyChanged.emit();
    if (state === 'idle' && id === this._telling) {
      this._telling = undefined;
      this._ran.emit();
    }
  }

  private readonly _kernel: Kernel.IKernelConnection;
  /** Ids of the execute requests under way. */
  private readonly _running = new Set<string>();
  private _finished = '';
  /** The execute request that told its input last. */
  private _telling: string | undefined;
  private readonly _ran = new Signal<this, void>(this);
  private readonly _busyChanged = new Signal<this, void>(this);
  private readonly _replaced = new Signal<this, void>(this);
  private _isShutDown = false;
  private _isDisposed = false;
}

/** Whether the kernel ends because it was asked to, and not to start again. */
function isShutdown(message: KernelMessage.IIOPubMessage): boolean {
  const type: string = message.header.msg_type;
  const content = message.content as { restart?: unknown };
  return type === 'shutdown_reply' && content.restart === false;
}
