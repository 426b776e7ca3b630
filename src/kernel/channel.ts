import type { Kernel } from '@jupyterlab/services';
import { ISignal, Signal } from '@lumino/signaling';

import {
  KernelMessage,
  PUSH_TARGET,
  PushMessage,
  REPLY_KINDS,
  Reply,
  REQUEST_TARGET,
  RequestArguments,
  RequestError,
  RequestKind
} from '../protocol';
import type { MessageError } from '../protocol/validate';
import type { IChannel } from '../tokens';
import { TextComm } from './comm';
import { closeSubshell } from './subshell';

/** Reads a message; throws a MessageError where it is malformed. */
export type Parse = (text: unknown) => KernelMessage;

interface Waiting {
  readonly kind: RequestKind;
  readonly resolve: (reply: KernelMessage) => void;
  readonly reject: (error: RequestError) => void;
  timer?: ReturnType<typeof setTimeout>;
}

/** Requests that walk the heap, and are answered beside the others. */
const WALKS: ReadonlySet<RequestKind> = new Set([
  'census_request',
  'deep_size_request',
  'variable_sizes_request'
]);
/** How long a reply may come after the kernel says that it is done. */
const LATEST_REPLY_MS = 1000;
/** The same where the kernel does not say it, or says it too soon: longer than code in C keeps other threads from running. */
const LATEST_REPLY_BESIDE_MS = 60_000;

export interface ChannelOptions {
  readonly kernel: Kernel.IKernelConnection;
  /** Tells the probe which earlier comms this one replaces. */
  readonly clientId: string;
  /** Answers while a cell runs; null: requests wait for the cell. */
  readonly subshellId: string | null;
  readonly parse: Parse;
}

/** Two comms to the probe: one for requests and their replies, one for what the probe pushes. */
export class Channel implements IChannel {
  constructor(options: ChannelOptions) {
    const { kernel, clientId, subshellId } = options;
    this._kernel = kernel;
    this.subshellId = subshellId;
    this._parse = options.parse;
    this._push = new TextComm(kernel, PUSH_TARGET, subshellId);
    this._request = new TextComm(kernel, REQUEST_TARGET, subshellId);
    for (const comm of [this._push, this._request]) {
      comm.received.connect(this._onReceived, this);
      comm.closed.connect(this._onClosed, this);
      comm.open(JSON.stringify({ client_id: clientId }));
    }
  }

  /** Where requests are answered while a cell runs; null: they wait for the cell. */
  readonly subshellId: string | null;

  get answersWhileBusy(): boolean {
    return this.subshellId !== null;
  }

  get pushed(): ISignal<IChannel, PushMessage> {
    return this._pushed;
  }

  get disposed(): ISignal<this, void> {
    return this._disposed;
  }

  /** The probe let go of this channel: it was taken out, or another page has the same client id. */
  get dropped(): ISignal<this, void> {
    return this._dropped;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  async request<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K>> {
    if (this._isDisposed) {
      throw new RequestError('closed', 'The channel is closed.');
    }
    const id = ++this._lastId;
    const reply = new Promise<KernelMessage>((resolve, reject) => {
      this._waiting.set(id, { kind, resolve, reject });
    });
    const { budget_ms: budgetMs }: { budget_ms?: number } = args;
    const text = JSON.stringify({ ...args, kind, request_id: id });
    void this._send(id, text, budgetMs);
    return (await reply) as Reply<K>;
  }

  /** Leave the probe where it is, and tell it that nobody listens here any more. */
  dispose(): void {
    if (!this._isDisposed) {
      this.abandon();
      const id = this.subshellId;
      const told = this.farewell();
      if (id !== null) {
        void told.then(() => closeSubshell(this._kernel, id));
      }
    }
  }

  /** The other side is gone, let go by itself or is out of reach: there is nobody to tell now. */
  abandon(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._request.dispose();
      this._push.dispose();
      for (const id of [...this._waiting.keys()]) {
        this._take(id)?.reject(
          new RequestError('closed', 'The channel was closed.')
        );
      }
      this._disposed.emit();
      Signal.clearData(this);
    }
  }

  /** Tell the probe what could not be told when the channel was abandoned; resolves when it knows. */
  async farewell(): Promise<void> {
    await Promise.all([this._request.close(), this._push.close()]);
  }

  /** The server may drop what the kernel says while a cell prints too fast, replies to the probe's requests among it. */
  private async _send(
    id: number,
    text: string,
    budgetMs: number | undefined
  ): Promise<void> {
    await this._request.send(text);
    const waiting = this._waiting.get(id);
    if (waiting) {
      const latest =
        this.answersWhileBusy || budgetMs !== undefined
          ? LATEST_REPLY_BESIDE_MS + (budgetMs ?? 0)
          : LATEST_REPLY_MS;
      waiting.timer = setTimeout(() => this._giveUp(id), latest);
    }
  }

  private _giveUp(id: number): void {
    this._take(id)?.reject(lost());
  }

  private _take(id: number): Waiting | undefined {
    const waiting = this._waiting.get(id);
    this._waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  /** Replies come in the order of the requests; only walks may take their time. */
  private _giveUpBefore(id: number): void {
    for (const [earlier, { kind }] of [...this._waiting]) {
      if (earlier < id && !WALKS.has(kind)) {
        this._giveUp(earlier);
      }
    }
  }

  private _onClosed(): void {
    this._dropped.emit();
    this.abandon();
  }

  private _onReceived(_: TextComm, text: unknown): void {
    const message = this._read(text);
    if (message === null) {
      return;
    }
    if ('request_id' in message && message.request_id !== null) {
      this._answer(message, message.request_id);
    } else if (message.kind === 'closed') {
      this._onClosed();
    } else {
      this._pushed.emit(message as PushMessage);
    }
  }

  /** A reply to a request that nobody waits for any more is ignored. */
  private _answer(message: KernelMessage, id: number): void {
    const waiting = this._take(id);
    if (!waiting) {
      return;
    }
    if (!WALKS.has(waiting.kind)) {
      this._giveUpBefore(id);
    }
    if (message.kind === 'error') {
      const { code, message: text, detail } = message;
      waiting.reject(new RequestError(code, text, detail));
    } else if (message.kind === REPLY_KINDS[waiting.kind]) {
      waiting.resolve(message);
    } else {
      logOnce(message.kind, `answers ${waiting.kind}`);
      waiting.reject(malformed());
    }
  }

  private _read(text: unknown): KernelMessage | null {
    try {
      return this._parse(text);
    } catch (error) {
      const { kind, requestId, message } = error as MessageError;
      logOnce(kind, message);
      this._take(requestId)?.reject(malformed());
      return null;
    }
  }

  private readonly _kernel: Kernel.IKernelConnection;
  private readonly _parse: Parse;
  private readonly _push: TextComm;
  private readonly _request: TextComm;
  private readonly _waiting = new Map<number, Waiting>();
  private _lastId = 0;
  private readonly _pushed = new Signal<this, PushMessage>(this);
  private readonly _dropped = new Signal<this, void>(this);
  private readonly _disposed = new Signal<this, void>(this);
  private _isDisposed = false;
}

function lost(): RequestError {
  return new RequestError(
    'cancelled',
    'The answer got lost on its way from the kernel. Try again.'
  );
}

function malformed(): RequestError {
  return new RequestError('failed', 'The reply was malformed.');
}

const logged = new Set<string>();
const MAX_LOGGED = 50;

/** One line for each kind of message that had to be dropped, not one for each message. */
function logOnce(kind: string, reason: string): void {
  if (!logged.has(kind) && logged.size < MAX_LOGGED) {
    logged.add(kind);
    // eslint-disable-next-line no-console -- for whoever looks for the reason; the panel lives on.
    console.warn(`Heapscope dropped a message of kind "${kind}": ${reason}`);
  }
}
