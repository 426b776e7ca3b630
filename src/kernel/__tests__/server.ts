import { Kernel, KernelMessage, ServerConnection } from '@jupyterlab/services';
import { KernelConnection } from '@jupyterlab/services/lib/kernel/default';
import { UUID } from '@lumino/coreutils';

import { PUSH_TARGET, REQUEST_TARGET } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';

type Message = KernelMessage.IMessage;
type Fields = Record<string, unknown>;

export const KERNEL_ID = 'kernel-1';
/** The digest of the probe that the test's page carries. */
export const DIGEST = 'digest-of-the-page';

/** What the tests say of the kernel. */
export interface KernelTraits {
  language: string;
  subshells: boolean;
  /** What a boot leaves as `__boot__`'s error; null when it works. */
  bootError: string | null;
  /** Replies of the probe by the kind of the request, without request_id; `undefined`: no answer. */
  answers: Record<string, object | undefined>;
}

/**
 * A server with one kernel behind a WebSocket, as JupyterLab's real KernelConnection speaks with it.
 * Shell messages are handled in order, while a cell runs only those to subshells.
 */
export class ScriptedServer {
  constructor(traits: Partial<KernelTraits> = {}) {
    this.traits = {
      language: 'python',
      subshells: true,
      bootError: null,
      answers: {
        hello_request: { ...example('hello'), digest: DIGEST },
        close_request: { kind: 'closed' }
      },
      ...traits
    };
  }

  readonly traits: KernelTraits;
  /** What came to be run, in the order in which it was: `boot`, or the code of a cell. */
  readonly executed: string[] = [];
  /** What each boot is told besides the probe itself. */
  readonly boots: string[] = [];
  /** What the probe was asked. */
  readonly requests: Fields[] = [];
  /** Open comms of the probe: id to target. */
  readonly comms = new Map<string, string>();
  readonly clientIds: string[] = [];
  readonly subshells = new Set<string>();

  /** Whether there is a probe in the process. */
  get isBooted(): boolean {
    return this._isBooted;
  }

  /** A connection as JupyterLab's kernel manager makes it. */
  connect(
    options: { handleComms?: boolean; kernelInfoTimeout?: number } = {}
  ): Kernel.IKernelConnection {
    const server = this.accept.bind(this);
    class Socket extends ServerSocket {
      constructor() {
        super();
        server(this);
      }
    }
    return new KernelConnection({
      model: { id: KERNEL_ID, name: 'python3' },
      clientId: UUID.uuid4(),
      ...options,
      serverSettings: ServerConnection.makeSettings({
        WebSocket: Socket as unknown as typeof WebSocket,
        Request: FakeRequest as unknown as typeof Request,
        fetch: (request: RequestInfo | URL) => this._rest(`${request}`)
      })
    });
  }

  accept(socket: ServerSocket): void {
    this._sockets.add(socket);
    socket.onsend = message => this._onMessage(socket, message);
    setTimeout(() => socket.open());
  }

  /** The server is out of reach; it comes back when a connection tries again. */
  cutOff(): void {
    [...this._sockets].forEach(socket => socket.cut());
    this._sockets.clear();
  }

  /** Cells keep the main shell busy until `resume`. */
  pause(): void {
    this._isPaused = true;
  }

  resume(): void {
    this._isPaused = false;
    const queue = this._queue.splice(0);
    queue.forEach(([socket, message]) => this._onShell(socket, message));
  }

  /** kill -9: the server starts another process and tells. */
  die(): void {
    this.replaceProcess();
    const status = { execution_state: 'restarting' };
    this._publish('status', status, undefined, 'session-of-the-server');
  }

  /** As the probe says it again for a cell, beside which a request was answered. */
  sayBusyFor(request: Message): void {
    this._publish('status', { execution_state: 'busy' }, request);
  }

  /** Somebody asks the kernel to end, and not to start again. */
  shutDown(): void {
    this._publish('shutdown_reply', { status: 'ok', restart: false });
  }

  /** The process is another one, and nobody is told. */
  replaceProcess(): void {
    this._session = UUID.uuid4();
    this._isBooted = false;
    this._queue.length = 0;
    this.comms.clear();
    this.subshells.clear();
  }

  /** The probe sends something on one of its comms. */
  say(target: string, fields: unknown): void {
    this.comms.forEach((open, id) => {
      if (open === target) {
        this._comm(id, JSON.stringify(fields));
      }
    });
  }

  /** The probe lets go of all comms, as another one takes its place or another page takes it out. */
  drop(): void {
    [...this.comms.keys()].forEach(id => {
      this.comms.delete(id);
      this._comm(id, JSON.stringify({ kind: 'closed', request_id: null }));
    });
  }

  private async _rest(url: string): Promise<Response> {
    // JupyterLab adds the time behind a question mark.
    if (url.includes('/restart?')) {
      this.replaceProcess();
    }
    const model = { id: KERNEL_ID, name: 'python3' };
    const json = async () => model;
    return { ok: true, status: 200, json } as unknown as Response;
  }

  private _onMessage(socket: ServerSocket, message: Message): void {
    if (message.channel === 'control') {
      this._publish('status', { execution_state: 'busy' }, message);
      this._onControl(socket, message);
      this._publish('status', { execution_state: 'idle' }, message);
      return;
    }
    const id = message.header.subshell_id;
    if (id && !this.subshells.has(id)) {
      return; // As ipykernel before 7.4: nobody hears it.
    }
    if (this._isPaused && !id) {
      this._queue.push([socket, message]);
    } else {
      this._onShell(socket, message);
    }
  }

  private _onControl(socket: ServerSocket, message: Message): void {
    const { subshell_id: id } = message.content as { subshell_id?: string };
    switch (message.header.msg_type as string) {
      case 'create_subshell_request': {
        const made = UUID.uuid4();
        this.subshells.add(made);
        return this._reply(socket, message, { subshell_id: made });
      }
      case 'list_subshell_request':
        return this._reply(socket, message, {
          subshell_id: [...this.subshells]
        });
      case 'delete_subshell_request':
        this.subshells.delete(id ?? '');
        return this._reply(socket, message, {});
    }
  }

  private _onShell(socket: ServerSocket, message: Message): void {
    this._publish('status', { execution_state: 'busy' }, message);
    const content = message.content as Fields;
    switch (message.header.msg_type) {
      case 'kernel_info_request':
        this._reply(socket, message, this._info());
        break;
      case 'execute_request':
        this._reply(socket, message, this._execute(message));
        break;
      case 'comm_open':
        this._open(content);
        break;
      case 'comm_msg':
        this._answer(content);
        break;
      case 'comm_close':
        this.comms.delete(`${content.comm_id}`);
    }
    this._publish('status', { execution_state: 'idle' }, message);
  }

  private _info(): Fields {
    const { language, subshells } = this.traits;
    return {
      protocol_version: '5.5',
      implementation: 'ipython',
      implementation_version: '9',
      language_info: { name: language, version: '3' },
      banner: '',
      help_links: [],
      supported_features: subshells ? ['kernel subshells'] : []
    };
  }

  private _execute(message: Message): Fields {
    const { code, silent, user_expressions } =
      message.content as KernelMessage.IExecuteRequestMsg['content'];
    const expressions = Object.values(user_expressions ?? {});
    const isBoot = `${expressions[0]}`.startsWith(
      '(__import__("builtins").exec('
    );
    this.executed.push(isBoot ? 'boot' : code);
    if (isBoot) {
      this.boots.push(
        /"record_frames":\d+/.exec(`${expressions[0]}`)?.[0] ?? ''
      );
    }
    const error = this.traits.bootError;
    this._isBooted ||= isBoot && error === null;
    if (!silent) {
      this._publish('execute_input', { code, execution_count: 1 }, message);
    }
    const outcome = encodeURIComponent(JSON.stringify({ error }));
    const expression = { status: 'ok', data: { 'text/plain': `'${outcome}'` } };
    return {
      execution_count: 1,
      user_expressions: isBoot ? { outcome: expression } : {}
    };
  }

  private _open(content: Fields): void {
    const id = `${content.comm_id}`;
    const target = `${content.target_name}`;
    const isKnown = [REQUEST_TARGET, PUSH_TARGET].includes(target);
    if (this._isBooted && isKnown) {
      const { message } = content.data as { message: string };
      this.comms.set(id, target);
      this.clientIds.push(JSON.parse(message).client_id);
    } else {
      this._publish('comm_close', { comm_id: id, data: {} });
    }
  }

  private _answer(content: Fields): void {
    const id = `${content.comm_id}`;
    const { message } = content.data as { message: string };
    const request = JSON.parse(message);
    if (this.comms.get(id) === REQUEST_TARGET) {
      this.requests.push(request);
      const answer = this.traits.answers[request.kind];
      if (answer) {
        const reply = { ...answer, request_id: request.request_id };
        this._comm(id, JSON.stringify(reply));
      }
      if (request.kind === 'close_request') {
        this._isBooted = false;
        this.drop();
      }
    }
  }

  private _comm(id: string, message: string): void {
    this._publish('comm_msg', { comm_id: id, data: { message } });
  }

  private _reply(socket: ServerSocket, to: Message, content: Fields): void {
    const type = to.header.msg_type.replace('_request', '_reply');
    const full = { status: 'ok', ...content };
    socket.receive(this._message(type, full, to.channel, to));
  }

  private _publish(
    type: string,
    content: Fields,
    parent?: Message,
    session = this._session
  ): void {
    const message = this._message(type, content, 'iopub', parent, session);
    this._sockets.forEach(socket => socket.receive(message));
  }

  private _message(
    type: string,
    content: Fields,
    channel: string,
    parent?: Message,
    session = this._session
  ): Fields {
    const header = {
      msg_id: UUID.uuid4(),
      msg_type: type,
      session,
      username: 'kernel',
      date: new Date().toISOString(),
      version: '5.4'
    };
    const parent_header = parent?.header ?? {};
    return { header, parent_header, channel, content, metadata: {} };
  }

  private readonly _sockets = new Set<ServerSocket>();
  private readonly _queue: [ServerSocket, Message][] = [];
  private _session = UUID.uuid4();
  private _isBooted = false;
  private _isPaused = false;
}

/** What JupyterLab uses of a WebSocket. */
class ServerSocket {
  readonly protocol = '';
  binaryType = '';
  onopen: (event: Event) => void = () => undefined;
  onmessage: (event: { data: string }) => void = () => undefined;
  onclose: (event: { code: number }) => void = () => undefined;
  onerror: (event: Event) => void = () => undefined;
  onsend: (message: Message) => void = () => undefined;

  open(): void {
    if (!this._isClosed) {
      this.onopen(new Event('open'));
    }
  }

  send(text: string): void {
    const message = JSON.parse(text);
    setTimeout(() => this._isClosed || this.onsend(message));
  }

  receive(message: Fields): void {
    const data = JSON.stringify(message);
    setTimeout(() => this._isClosed || this.onmessage({ data }));
  }

  close(): void {
    this._isClosed = true;
  }

  cut(): void {
    this._isClosed = true;
    this.onclose({ code: 1006 });
  }

  private _isClosed = false;
}

/** What JupyterLab uses of a Request. */
class FakeRequest {
  constructor(private readonly _url: string) {}

  readonly headers = new Map();

  toString(): string {
    return this._url;
  }
}
