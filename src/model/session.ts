import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import {
  Hello,
  KernelMessage,
  PushMessage,
  Reply,
  RequestArguments,
  RequestError,
  RequestKind
} from '../protocol';
import type { IChannel, IMemorySession, Need } from '../tokens';
import { Asking } from './asking';
import { Backlog } from './backlog';
import { Configuration } from './configuration';
import type { IConnection, OpenProbe } from './connection';
import { LiveMemory, LiveStack, RunClock } from './live';
import { MemoryModel } from './memory';
import { beginProcess, endProcess } from './process';
import { Pulls } from './pulls';
import { QuietRequests, RETRY_MS } from './quiet';
import { Recorder } from './recorder';
import { probeSettings, pull, staleAfter } from './requests';
import type { SettingsModel } from './settings';
import type { EraEnd, Unclear } from './timeline';
import type { SessionWords } from './words';

export interface SessionOptions {
  /** The id of the notebook panel. */
  readonly id: string;
  /** Becomes the session's own: it is disposed with it. */
  readonly connection: IConnection;
  readonly settings: SettingsModel;
  /** What the notebook's session before knew: its history goes on. */
  readonly model?: MemoryModel;
  readonly words: SessionWords;
  /** Whether the notebook asks to be recorded, and may; asked when a probe answers, and by `reconsiderRecording`. */
  readonly wantsRecording: () => boolean;
}

const HISTORY_PAGE = 500;

/** One notebook and the probe in its kernel: puts what comes into the model, and asks for what is watched. */
export class MemorySession implements IMemorySession {
  constructor(options: SessionOptions) {
    const { connection, settings } = options;
    this._options = options;
    this.id = options.id;
    this.model = options.model ?? new MemoryModel();
    this.model.timeline.setHistoryLength(settings.value.historyLength);
    this._quiet = new QuietRequests(
      (kind, args) => this.request(kind, args),
      this.model.notices,
      options.words
    );
    this._backlog = new Backlog(after_run_id => {
      const page = { after_run_id, count: HISTORY_PAGE };
      return this._quiet.insist('history_request', page);
    });
    // Walking through the heap takes long: changing the tab does not do it again.
    this._pulls = new Pulls(
      need => (need === 'census' ? this._count() : this._pull(need)),
      ['census', 'sizes']
    );
    this._live = [
      new LiveStack(this.model.kernel, this._pulls),
      new LiveMemory(this.model.kernel, this._pulls),
      new RunClock(this.model.timeline)
    ];
    this._configuration = new Configuration(
      () => this._channel && probeSettings(settings.value, !this._pulls.isIdle),
      wanted => this._quiet.ask('configure_request', { settings: wanted })
    );
    this._recorder = new Recorder({
      recording: this.model.recording,
      connection,
      settings,
      isAskedFor: options.wantsRecording,
      tell: mode => this._quiet.ask('recording_request', { mode })
    });
    this._pulls.changed.connect(
      this._configuration.update,
      this._configuration
    );
    connection.factsChanged.connect(this._onFactsChanged, this);
    connection.opened.connect(this._onOpened, this);
    connection.ended.connect(this._onEnded, this);
    connection.ran.connect(this._onRan, this);
    settings.changed.connect(this._onSettingsChanged, this);
    this._asking = new Asking(this.model.queries, this._pulls);
    this._onFactsChanged();
  }

  readonly id: string;
  readonly model: MemoryModel;

  get isEnabled(): boolean {
    return this._options.connection.isEnabled;
  }

  get enabledChanged(): ISignal<this, boolean> {
    return this._enabledChanged;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  setEnabled(enabled: boolean): void {
    if (enabled !== this.isEnabled) {
      this._options.connection.setEnabled(enabled);
      this._enabledChanged.emit(enabled);
    }
  }

  async request<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K>> {
    const channel = this._channel;
    if (!channel) {
      throw new RequestError('closed', this._options.words.noProbe());
    }
    const reply = await channel.request(kind, args);
    if (channel === this._channel) {
      this._take(reply);
    }
    return reply;
  }

  watch(need: Need): IDisposable {
    return this._pulls.watch(need);
  }

  clearHistory(): Unclear {
    const { timeline } = this.model;
    const { connection } = this._options;
    const unclear = timeline.clear();
    const unskip = this._backlog.skipTo(timeline.lastRunId);
    connection.clearTo(timeline.clearedRunId);
    return () => {
      unclear();
      connection.clearTo(timeline.clearedRunId);
      unskip();
    };
  }

  refresh(): void {
    this._options.connection.retry();
    void this._pulls.refresh();
  }

  /** What the notebook wants of recording may have changed. */
  reconsiderRecording(): void {
    this._recorder.reconsider();
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._recorder.dispose();
      this._live.forEach(live => live.dispose());
      this._asking.dispose();
      this._pulls.dispose();
      this._options.connection.dispose();
      this._disposed.emit();
      Signal.clearData(this); // also what it listens to
    }
  }

  private _take(message: KernelMessage): void {
    this.model.apply(message);
    this._pulls.refreshSoon(staleAfter(message));
  }

  private _onPushed(_: IChannel, message: PushMessage): void {
    this._take(message);
    if (message.kind === 'report') {
      this._isReported = true;
      this._backlog.note(message.run.run_id);
      if (this._pulls.isWatched('census')) {
        this.model.timeline.passBy(message.run.run_id);
      }
    }
  }

  /** The server may drop what the kernel says while a cell prints too fast, its report too. */
  private async _onRan(): Promise<void> {
    const isLost = this._channel !== null && !this._isReported;
    this._isReported = false;
    if (isLost && (await this._backlog.load())) {
      this._pulls.refreshAllSoon();
    }
    if (isLost && !this.model.kernel.facts.busy) {
      this.model.timeline.giveUpRunning(); // the probe failed to report it
    }
  }

  private _onFactsChanged(): void {
    this.model.kernel.update(this._options.connection.facts);
  }

  private _onOpened(_: IConnection, probe: OpenProbe): void {
    const { channel, clearedRunId, hello } = probe;
    if (hello.boot_id !== this.model.timeline.bootId) {
      beginProcess(this.model, hello);
      this._backlog.reset();
      this._quiet.reset();
    }
    this.model.timeline.skip(clearedRunId);
    this._backlog.skipTo(clearedRunId);
    this._channel = channel;
    channel.pushed.connect(this._onPushed, this);
    channel.disposed.connect(this._onChannelDisposed, this);
    this._recorder.meet(probe);
    this.model.apply(hello);
    void this._prepare(hello);
  }

  /** All of it is sent at once; where requests wait for a cell, the views' ones wait behind. */
  private async _prepare(hello: Hello): Promise<void> {
    this._configuration.note(hello.settings);
    await Promise.all([
      this._configuration.update(),
      this._recorder.begin(),
      this._backlog.load(),
      this._pulls.refresh()
    ]);
  }

  /** @returns Whether it came. */
  private async _pull(need: Need): Promise<boolean> {
    if (!this._channel) {
      return false;
    }
    const { kernel } = this.model;
    const { value } = this._options.settings;
    let isAnswered = false;
    await pull(need, this.model, value, async (kind, args) => {
      const error = await this._quiet.ask(kind, args);
      isAnswered = error === null;
      // What gave way to a run is asked for after it anyway.
      if (error?.code === 'cancelled' && !kernel.facts.busy) {
        setTimeout(() => void this._pulls.refresh(need), RETRY_MS);
      }
      return error;
    });
    return isAnswered;
  }

  private async _count(): Promise<boolean> {
    this.model.timeline.setCounting(this._channel !== null);
    const isCounted = await this._pull('census');
    this.model.timeline.setCounting(false);
    return isCounted;
  }

  private _onChannelDisposed(channel: IChannel): void {
    if (channel === this._channel) {
      this._channel = null;
    }
  }

  private _onEnded(_: IConnection, because: EraEnd): void {
    const { connection, words } = this._options;
    endProcess(this.model, because, connection.unfinished, words);
  }

  private _onSettingsChanged(): void {
    this.model.timeline.setHistoryLength(
      this._options.settings.value.historyLength
    );
    void this._configuration.update();
  }

  private readonly _options: SessionOptions;
  private readonly _quiet: QuietRequests;
  private readonly _backlog: Backlog;
  private readonly _pulls: Pulls;
  private readonly _configuration: Configuration;
  private readonly _recorder: Recorder;
  private readonly _live: readonly IDisposable[];
  private readonly _asking: Asking;
  private _channel: IChannel | null = null;
  /** The last run that was seen to end had its report. */
  private _isReported = false;
  private readonly _enabledChanged = new Signal<this, boolean>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _isDisposed = false;
}
