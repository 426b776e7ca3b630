import { Kernel, KernelMessage } from '@jupyterlab/services';
import { UUID } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

/**
 * A comm to one target in the kernel that carries JSON texts.
 *
 * Made of plain messages, not by `kernel.createComm`: JupyterLab lets only the first of several connections to one kernel
 * create comms, but each notebook needs its own; and here the caller says which subshell is used.
 */
export class TextComm implements IDisposable {
  /**
   * @param kernel - A connection to the kernel; all kernel output reaches each of them.
   * @param target - The target that the kernel registered.
   * @param subshellId - The subshell that is to answer, or null for the one that runs cells.
   */
  constructor(
    kernel: Kernel.IKernelConnection,
    target: string,
    subshellId: string | null
  ) {
    this._kernel = kernel;
    this._target = target;
    this._envelope = {
      channel: 'shell' as const,
      username: kernel.username,
      session: kernel.clientId,
      subshellId
    };
    kernel.iopubMessage.connect(this._onOutput, this);
  }

  /** What the kernel sent; of unknown type, as the kernel may send anything. */
  get received(): ISignal<this, unknown> {
    return this._received;
  }

  /** The kernel closed the comm, or has no such target. */
  get closed(): ISignal<this, void> {
    return this._closed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  open(text: string): void {
    const content = {
      comm_id: this._id,
      target_name: this._target,
      data: { message: text }
    };
    void this._send(
      KernelMessage.createMessage({
        msgType: 'comm_open',
        content,
        ...this._envelope
      })
    );
  }

  /** Resolves when the kernel is done with it, or gone; on a subshell, where nothing tells of that, at once. */
  send(text: string): Promise<void> {
    const content = { comm_id: this._id, data: { message: text } };
    return this._send(
      KernelMessage.createMessage({
        msgType: 'comm_msg',
        content,
        ...this._envelope
      })
    );
  }

  /** Tell the kernel and hear no more; resolves when it knows, or is gone. */
  async close(): Promise<void> {
    this.dispose();
    await this._send(
      KernelMessage.createMessage({
        msgType: 'comm_close',
        content: { comm_id: this._id, data: {} },
        ...this._envelope
      })
    );
  }

  /** Hear no more, without telling the kernel. */
  dispose(): void {
    this._isDisposed = true;
    this._kernel.iopubMessage.disconnect(this._onOutput, this);
    Signal.clearData(this);
  }

  private async _send(
    message: KernelMessage.IShellMessage<
      'comm_open' | 'comm_msg' | 'comm_close'
    >
  ): Promise<void> {
    const kernel = this._kernel;
    if (kernel.isDisposed || kernel.status === 'dead') {
      return;
    }
    const future = kernel.sendShellMessage(message);
    // Cancelled when the kernel restarts; whoever owns the comm hears of that in other ways.
    const done = future.done.catch(() => undefined);
    if (this._hasStatus(message)) {
      await done;
    } else {
      future.dispose(); // else it would wait for ever
    }
  }

  /** On a subshell the probe leaves the kernel's status alone, but for a farewell. */
  private _hasStatus(message: KernelMessage.IShellMessage): boolean {
    return (
      this._envelope.subshellId === null ||
      message.header.msg_type === 'comm_close'
    );
  }

  private _onOutput(
    _: Kernel.IKernelConnection,
    message: KernelMessage.IIOPubMessage
  ): void {
    if (
      KernelMessage.isCommMsgMsg(message) &&
      message.content.comm_id === this._id
    ) {
      this._received.emit(message.content.data.message);
    } else if (
      KernelMessage.isCommCloseMsg(message) &&
      message.content.comm_id === this._id
    ) {
      this._closed.emit();
    }
  }

  private readonly _kernel: Kernel.IKernelConnection;
  private readonly _target: string;
  private readonly _envelope: {
    readonly channel: 'shell';
    readonly username: string;
    readonly session: string;
    readonly subshellId: string | null;
  };
  private readonly _id = UUID.uuid4();
  private readonly _received = new Signal<this, unknown>(this);
  private readonly _closed = new Signal<this, void>(this);
  private _isDisposed = false;
}
