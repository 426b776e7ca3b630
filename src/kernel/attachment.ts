import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import type { OpenProbe } from '../model/connection';
import { boot, BootPlace, loadedProbe, loadProbe, ProbeSource } from './boot';
import type { Channel } from './channel';
import {
  closeProbe,
  greet,
  openChannel,
  openChannelOn,
  ProbePlace,
  unlessBefore
} from './open';
import { ProcessWatch } from './watch';

/** How far the probe is in one kernel process. */
export type AttachmentState =
  'booting' | 'open' | 'lost' | 'unsupported' | 'failed';

export interface AttachmentOptions extends ProbePlace, BootPlace {
  /** By the kernelspec; empty while unknown. */
  readonly language: string;
  readonly trans: TranslationBundle;
}

/** How often a probe that let go is asked back in one kernel process. */
const MAX_DROPS = 5;

/** Booting replaces another version of the probe; an older page may do the same at the same time. */
const MAX_BOOTS = 2;

/** The probe in one kernel process: puts it in, opens a channel to it, and another one when that was lost. */
export class Attachment implements IDisposable {
  constructor(options: AttachmentOptions) {
    this._options = options;
    this._language = options.language;
    this._membership = options.users.join(options.kernel.id);
    this.watch = new ProcessWatch(options.kernel);
    this.watch.busyChanged.connect(() => this._changed.emit());
  }

  readonly watch: ProcessWatch;

  get state(): AttachmentState {
    return this._state;
  }

  /** Empty while unknown. */
  get language(): string {
    return this._language;
  }

  /** Why it is `failed`, as the kernel or the page says it; untrusted text. */
  get problem(): string {
    return this._problem;
  }

  /** True when requests are answered while a cell runs. */
  get answersWhileBusy(): boolean {
    return this._state === 'open' && !!this._channel?.answersWhileBusy;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get opened(): ISignal<this, OpenProbe> {
    return this._opened;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /**
   * Put the probe in and open a channel. Where the kernelspec tells the language and the probe's source is loaded,
   * the request is sent before this returns, hence before any cell that runs later.
   */
  attach(): void {
    this._begin(isCurrent => this._attach(isCurrent));
  }

  /** The way to the kernel was lost. */
  lose(): void {
    this._turn += 1;
    this.watch.forget();
    this._channel?.abandon();
    this._lost = this._channel;
    this._channel = null;
    this._setState('lost');
  }

  /** The way to the kernel is there again. */
  reopen(): void {
    const isBooted = this.watch.process !== null;
    void this._lost?.farewell();
    this._lost = null;
    this._begin(async isCurrent => {
      const isOpen = isBooted && (await this._open(isCurrent));
      if (!isOpen && isCurrent()) {
        await this._attach(isCurrent);
      }
    });
  }

  /**
   * Leave, and take the probe out of the kernel unless another notebook of this page uses it.
   *
   * @returns Whether it is taken out.
   */
  takeOut(): boolean {
    const { kernel, users } = this._options;
    const isAlone = users.count(kernel.id) === 1;
    const isDue = isAlone && this._booting !== null && this._state !== 'lost';
    if (isDue) {
      void closeProbe(this._options, this._channel, this._booting);
      this._channel = null;
    }
    this.leave();
    return isDue;
  }

  /** Leave; the probe stays, and is told. */
  leave(): void {
    this._channel?.dispose();
    this.dispose();
  }

  /** The page goes, perhaps to be loaded again: the probe is told, and the subshell waits for the next page. */
  depart(): void {
    this._channel?.abandon();
    void this._channel?.farewell();
  }

  /** The process is gone: there is nobody to tell. */
  dispose(): void {
    const { kernel, identity } = this._options;
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._turn += 1;
      this._membership.dispose();
      identity.setSubshell(kernel.id, null);
      this.watch.dispose();
      this._channel?.abandon();
      this._channel = null;
      Signal.clearData(this);
    }
  }

  /** Steps that were begun earlier come to nothing. */
  private _begin(steps: (isCurrent: () => boolean) => Promise<void>): void {
    const turn = ++this._turn;
    const isCurrent = () => turn === this._turn;
    this._setState('booting');
    steps(isCurrent).catch((reason: unknown) => {
      if (isCurrent()) {
        this._channel?.dispose();
        this._channel = null;
        this._fail(reason instanceof Error ? reason.message : `${reason}`);
      }
    });
  }

  private async _attach(isCurrent: () => boolean): Promise<void> {
    const { kernel, trans } = this._options;
    if (this._language === '') {
      this._language = (await kernel.info).language_info.name;
    }
    if (this._language.toLowerCase() !== 'python') {
      this._setState('unsupported');
      return;
    }
    const source = loadedProbe() ?? (await loadProbe());
    for (let left = MAX_BOOTS; left > 0 && isCurrent(); left -= 1) {
      const booted = this._boot(source);
      booted.catch(() => undefined); // it may fail before it is awaited
      if (await this._rejoin(booted, isCurrent)) {
        return;
      }
      await booted;
      if (isCurrent() && (await this._open(isCurrent))) {
        return;
      }
    }
    const text = trans.__(
      'Another version of Heapscope keeps putting its probe into this kernel. Close the other pages, or reload them.'
    );
    throw new Error(text);
  }

  private async _boot(source: ProbeSource): Promise<void> {
    this._booting = boot(this._options, source);
    this.watch.process = await this._booting;
  }

  /**
   * After a reload the probe is there already, and the subshell of the page before answers beside a running cell:
   * then nobody need wait for the cell, as the boot does.
   */
  private async _rejoin(
    booted: Promise<void>,
    isCurrent: () => boolean
  ): Promise<boolean> {
    const { kernel, identity } = this._options;
    const subshellId = identity.takeFormerSubshell(kernel.id);
    if (subshellId === null) {
      return false;
    }
    const channel = await openChannelOn(kernel, identity, subshellId);
    const isOpen = await unlessBefore(
      isWanted => this._greet(channel, () => isCurrent() && isWanted()),
      booted
    );
    if (!isOpen) {
      channel.abandon();
    }
    return isOpen;
  }

  private async _open(isCurrent: () => boolean): Promise<boolean> {
    const { kernel, identity } = this._options;
    return this._greet(await openChannel(kernel, identity), isCurrent);
  }

  /** @returns False when the kernel holds another version of the probe, or none. */
  private async _greet(
    channel: Channel,
    isCurrent: () => boolean
  ): Promise<boolean> {
    const { kernel, identity, trans } = this._options;
    if (!isCurrent()) {
      channel.dispose();
      return false;
    }
    this._channel = channel;
    identity.setSubshell(kernel.id, channel.subshellId);
    const { lastFinished } = this.watch;
    const hello = await greet(kernel, channel, trans);
    if (!isCurrent() || channel.isDisposed || !hello) {
      channel.dispose();
      return false;
    }
    // What it says may be over by now.
    if (hello.running_run_id && this.watch.lastFinished === lastFinished) {
      this.watch.assumeBusy();
    }
    channel.dropped.connect(this._onDropped, this);
    identity.meet(hello.boot_id);
    const { clearedRunId, wasRecorded } = identity;
    this._opened.emit({ channel, hello, clearedRunId, wasRecorded });
    this._setState('open');
    return true;
  }

  /** Another page took the probe out, or goes by the same name. */
  private _onDropped(): void {
    this._channel = null;
    this._drops += 1;
    if (this._drops < MAX_DROPS) {
      this._options.identity.renew();
      this.attach();
    } else {
      this._turn += 1;
      this._fail(
        this._options.trans.__(
          'The kernel closes the way to the probe again and again.'
        )
      );
    }
  }

  private _fail(problem: string): void {
    this._problem = problem;
    this._setState('failed');
  }

  private _setState(state: AttachmentState): void {
    this._state = state;
    this._changed.emit();
  }

  private readonly _options: AttachmentOptions;
  private readonly _membership: IDisposable;
  private _language: string;
  private _state: AttachmentState = 'booting';
  private _problem = '';
  /** Counts what was begun: only the last counts. */
  private _turn = 0;
  private _drops = 0;
  private _booting: Promise<string> | null = null;
  private _channel: Channel | null = null;
  /** The channel whose way to the kernel was lost: its comms are still open on the other side. */
  private _lost: Channel | null = null;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _opened = new Signal<this, OpenProbe>(this);
  private _isDisposed = false;
}
