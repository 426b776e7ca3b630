import { DisposableDelegate, IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import { MemoryModel } from '../model/memory';
import {
  KernelMessage,
  PushMessage,
  Reply,
  RequestArguments,
  RequestError,
  RequestKind
} from '../protocol';
import type { IChannel, IMemorySession, Need } from '../tokens';

/** What a test saw go out. */
export interface SentRequest<K extends RequestKind = RequestKind> {
  readonly kind: K;
  readonly args: RequestArguments<K>;
}

/** A reply, an error, or how to make either from what was asked; `request_id` is filled in. */
export type Script<K extends RequestKind> =
  | Reply<K>
  | RequestError
  | ((args: RequestArguments<K>) => Reply<K> | RequestError);

/** A channel without a kernel: answers what the test scripted, pushes what the test says. */
export class FakeChannel implements IChannel {
  constructor(readonly answersWhileBusy = true) {}

  /** All requests so far, oldest first. */
  readonly sent: SentRequest[] = [];

  get pushed(): ISignal<IChannel, PushMessage> {
    return this._pushed;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** What to answer to all later requests of a kind. */
  script<K extends RequestKind>(kind: K, script: Script<K>): this {
    this._scripts.set(kind, script);
    return this;
  }

  /** Leave requests of a kind unanswered until `release`. */
  hold(kind: RequestKind): void {
    this._held.set(kind, this._held.get(kind) ?? []);
  }

  /** Answer the held requests of a kind, and hold no more. */
  release(kind: RequestKind): void {
    const waiting = this._held.get(kind) ?? [];
    this._held.delete(kind);
    waiting.forEach(answer => answer());
  }

  /** How many requests of a kind were sent. */
  count(kind: RequestKind): number {
    return this.sent.filter(request => request.kind === kind).length;
  }

  /** The probe says something without being asked. */
  push(message: PushMessage): void {
    this._pushed.emit(message);
  }

  async request<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K>> {
    if (this._isDisposed) {
      throw new RequestError('closed', 'The channel is closed.');
    }
    this.sent.push({ kind, args } as SentRequest);
    const requestId = this.sent.length;
    const queue = this._held.get(kind);
    if (queue) {
      await Promise.race([
        new Promise<void>(resolve => queue.push(resolve)),
        this._closed
      ]);
    }
    return { ...this._answer(kind, args), request_id: requestId };
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._close(new RequestError('closed', 'The channel is closed.'));
      this._disposed.emit();
      Signal.clearData(this);
    }
  }

  private _answer<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Reply<K> {
    const script = this._scripts.get(kind) as Script<K> | undefined;
    if (script === undefined) {
      throw new RequestError('unknown_kind', `The test scripts no ${kind}.`);
    }
    const answer = typeof script === 'function' ? script(args) : script;
    if (answer instanceof RequestError) {
      throw answer;
    }
    return answer;
  }

  private _close: (reason: RequestError) => void = () => undefined;
  private readonly _closed = rejectable(close => {
    this._close = close;
  });
  private readonly _scripts = new Map<RequestKind, unknown>();
  private readonly _held = new Map<RequestKind, (() => void)[]>();
  private readonly _pushed = new Signal<this, PushMessage>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _isDisposed = false;
}

/** A session without a connection, for the tests of views: the test says what happens. */
export class FakeSession implements IMemorySession {
  constructor(readonly id = 'notebook-1') {}

  readonly model = new MemoryModel();
  readonly channel = new FakeChannel();
  /** What is watched now; once for each watcher. */
  readonly needs: Need[] = [];
  /** How often everything was asked to be pulled. */
  refreshed = 0;

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get isEnabled(): boolean {
    return this._isEnabled;
  }

  get enabledChanged(): ISignal<IMemorySession, boolean> {
    return this._enabledChanged;
  }

  setEnabled(enabled: boolean): void {
    this._isEnabled = enabled;
    this._enabledChanged.emit(enabled);
  }

  /** Put messages into the model, as the kernel would. */
  receive(...messages: KernelMessage[]): void {
    messages.forEach(message => this.model.apply(message));
  }

  async request<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K>> {
    const reply = await this.channel.request(kind, args);
    this.model.apply(reply);
    return reply;
  }

  watch(need: Need): IDisposable {
    this.needs.push(need);
    return new DisposableDelegate(() => {
      this.needs.splice(this.needs.indexOf(need), 1);
    });
  }

  clearHistory(): () => void {
    return this.model.timeline.clear();
  }

  refresh(): void {
    this.refreshed += 1;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this.channel.dispose();
      this._disposed.emit();
      Signal.clearData(this);
    }
  }

  private readonly _enabledChanged = new Signal<this, boolean>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _isEnabled = true;
  private _isDisposed = false;
}

/** A promise that only ever rejects, and whose rejection nobody has to handle. */
function rejectable(
  give: (reject: (reason: RequestError) => void) => void
): Promise<never> {
  const promise = new Promise<never>((_, reject) => give(reject));
  promise.catch(() => undefined);
  return promise;
}
