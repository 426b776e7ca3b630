import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ISignal, Signal } from '@lumino/signaling';

import type { IConnection, OpenProbe } from '../model/connection';
import type { KernelFacts } from '../model/kernel';
import type { EraEnd } from '../model/timeline';
import { Attachment } from './attachment';
import { BootPlace, loadProbe } from './boot';
import { areEqual, gatherFacts, languageOf } from './facts';
import { ClientIdentity } from './identity';
import type { ProbeUsers } from './users';

export interface ConnectionOptions {
  readonly context: ISessionContext;
  readonly users: ProbeUsers;
  readonly trans: TranslationBundle;
  readonly isEnabled: boolean;
  /** Asked from the constructor on. */
  readonly recordFrames: BootPlace['recordFrames'];
}

/** Follows a notebook's session through its kernels: starts, restarts, deaths, switches and lost connections. */
export class Connection implements IConnection {
  constructor(options: ConnectionOptions) {
    const { context } = options;
    this._options = options;
    this._isEnabled = options.isEnabled;
    this._context = context;
    this._identity = new ClientIdentity(context.path);
    window.addEventListener('pagehide', this._depart);
    context.kernelChanged.connect(this._onKernelChanged, this);
    context.statusChanged.connect(this._onStatusChanged, this);
    context.connectionStatusChanged.connect(this._onReachChanged, this);
    context.propertyChanged.connect(this._onPropertyChanged, this);
    context.kernelPreferenceChanged.connect(this._foresee, this);
    this._facts = this._gather();
    this._foresee();
    this._onKernelChanged();
  }

  /** Of the last process that ended. */
  unfinished: IConnection['unfinished'] = null;

  get facts(): KernelFacts {
    return this._facts;
  }

  get factsChanged(): ISignal<IConnection, KernelFacts> {
    return this._factsChanged;
  }

  get isEnabled(): boolean {
    return this._isEnabled;
  }

  get opened(): ISignal<IConnection, OpenProbe> {
    return this._opened;
  }

  get ended(): ISignal<IConnection, EraEnd> {
    return this._ended;
  }

  get ran(): ISignal<IConnection, void> {
    return this._ran;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  setEnabled(enabled: boolean): void {
    if (enabled === this._isEnabled) {
      return;
    }
    this._isEnabled = enabled;
    if (enabled) {
      this._foresee();
      this._attach();
    } else {
      const isTakenOut = this._attachment?.takeOut() ?? false;
      this._attachment = null;
      this._update();
      if (isTakenOut) {
        this._ended.emit('off');
      }
    }
  }

  clearTo(runId: number): void {
    this._identity.clear(runId);
  }

  noteRecording(): void {
    this._identity.noteRecording();
  }

  retry(): void {
    if (this._attachment?.state === 'failed') {
      this._attachment.attach();
    }
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._attachment?.leave();
      window.removeEventListener('pagehide', this._depart);
      this._identity.dispose();
      this._disposed.emit();
      Signal.clearData(this); // also what it listens to
    }
  }

  /** A kernel takes longer to start than the probe's source to load: load it as soon as a Python kernel is in sight. */
  private _foresee(): void {
    const { name, language } = this._context.kernelPreference;
    const expected = languageOf(this._context, name) || language;
    if (this._isEnabled && expected?.toLowerCase() === 'python') {
      // A failure is told when the source is needed.
      loadProbe().catch(() => undefined);
    }
  }

  /** Another kernel, none, or the same one after a restart. */
  private _onKernelChanged(): void {
    const chosen = this._context.session?.kernel;
    const kernel = chosen && chosen.status !== 'dead' ? chosen : null;
    const earlier = this._kernel;
    if (kernel !== earlier) {
      // The server gave up restarting it, and its list of kernels told so first.
      const isLost = kernel === null && this._hasDied;
      this._drop();
      this._kernel = kernel;
      // The last state of a kernel that died stays in sight until another one comes.
      this._isDead = isLost || (this._isDead && kernel === null);
      this._update();
      if (earlier !== null) {
        this._ended.emit(kernel ? 'switched' : isLost ? 'died' : 'closed');
      }
    }
    this._attach();
  }

  private _onStatusChanged(): void {
    const kernel = this._kernel;
    // Read, not taken from the signal: the session says "restarting" before its kernel does.
    switch (kernel?.status) {
      case 'restarting':
        this._onRestarting();
        break;
      case 'autorestarting':
        this._hasDied = true;
        break;
      case 'dead':
        this._onDead();
        break;
      default:
        this._update();
    }
  }

  private _onDead(): void {
    const { isTerminating } = this._context;
    this._isDead = !isTerminating && !this._attachment?.watch.isShutDown;
    this._drop();
    this._kernel = null;
    this._update();
    this._ended.emit(this._isDead ? 'died' : 'closed');
  }

  /** Whoever restarts it: its process is gone. That it died is told right after, in a microtask that was begun before. */
  private _onRestarting(): void {
    this._drop();
    this._isRestarting = true;
    this._hasDied = false;
    this._update();
    void Promise.resolve().then(() =>
      this._ended.emit(this._hasDied ? 'died' : 'restarted')
    );
  }

  /**
   * The socket to the kernel opened or closed. After a restart this is the earliest moment at which a request is queued
   * behind JupyterLab's own kernel_info_request and not thrown away, and it comes before a cell of "Restart and Run All".
   */
  private _onReachChanged(): void {
    const kernel = this._kernel;
    if (!kernel || kernel.isDisposed) {
      return;
    }
    const wasConnected = this._wasConnected;
    const isConnected = kernel.connectionStatus === 'connected';
    this._wasConnected = isConnected;
    if (isConnected && this._isRestarting) {
      this._isRestarting = false;
      this._attach();
    } else if (isConnected && this._attachment?.state === 'lost') {
      this._attachment.reopen();
    } else if (!isConnected && wasConnected) {
      this._attachment?.lose();
    }
    this._update();
  }

  private _onPropertyChanged(_: ISessionContext, property: string): void {
    if (property === 'path') {
      this._identity.move(this._context.path);
    }
  }

  /** Somebody else restarted the kernel, and this connection was not told. */
  private _onReplaced(): void {
    this._drop();
    this._update();
    this._ended.emit('restarted');
    this._attach();
  }

  /** Put the probe into the kernel, unless it is there or must not be there. */
  private _attach(): void {
    const kernel = this._kernel;
    const isUsable = kernel && !kernel.isDisposed && !this._isRestarting;
    if (isUsable && this._isEnabled && !this._attachment) {
      this._wasConnected = kernel.connectionStatus === 'connected';
      const attachment = new Attachment({
        ...this._options,
        kernel,
        language: languageOf(this._context, kernel.name),
        identity: this._identity
      });
      this._attachment = attachment;
      attachment.changed.connect(this._update, this);
      attachment.watch.replaced.connect(this._onReplaced, this);
      attachment.watch.ran.connect(() => this._ran.emit());
      attachment.opened.connect((_, probe) => {
        this._hasDied = false;
        this._opened.emit(probe);
      });
      attachment.attach();
    }
    this._update();
  }

  private readonly _depart = (): void => this._attachment?.depart();

  private _drop(): void {
    this.unfinished = this._attachment?.watch.cells.unfinished ?? null;
    this._attachment?.dispose();
    this._attachment = null;
    this._isRestarting = false;
  }

  private _update(): void {
    const facts = this._gather();
    if (!areEqual(facts, this._facts)) {
      this._facts = facts;
      this._factsChanged.emit(facts);
    }
  }

  private _gather(): KernelFacts {
    return gatherFacts({
      context: this._context,
      attachment: this._attachment,
      hasKernel: this._kernel !== null,
      isEnabled: this._isEnabled,
      isDead: this._isDead,
      isConnected: this._wasConnected
    });
  }

  private readonly _options: ConnectionOptions;
  private readonly _context: ISessionContext;
  private readonly _identity: ClientIdentity;
  private _kernel: Kernel.IKernelConnection | null = null;
  private _attachment: Attachment | null = null;
  private _isEnabled: boolean;
  private _isDead = false;
  /** From the end of a process until the socket to the next one is open. */
  private _isRestarting = false;
  /** It died, and none answers in its place yet. */
  private _hasDied = false;
  /** The socket was open when it was looked at last. */
  private _wasConnected = false;
  private _facts: KernelFacts;
  private readonly _factsChanged = new Signal<this, KernelFacts>(this);
  private readonly _opened = new Signal<this, OpenProbe>(this);
  private readonly _ended = new Signal<this, EraEnd>(this);
  private readonly _ran = new Signal<this, void>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _isDisposed = false;
}
