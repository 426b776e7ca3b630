import { Kernel, KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';

import type { UnfinishedCell } from '../model/connection';

/** Knows which cells a kernel was sent and has not finished: what ends a process at once is told by nobody else. */
export class CellWatch implements IDisposable {
  constructor(kernel: Kernel.IKernelConnection) {
    this._kernel = kernel;
    kernel.anyMessage.connect(this._onMessage, this);
  }

  /** The one that runs; where none is known to, the next one. Null for none. */
  get unfinished(): UnfinishedCell | null {
    const cells = [...this._cells.values()];
    const cell = cells.find(({ isBegun }) => isBegun) ?? cells[0];
    return cell
      ? { ...cell, dueAtMs: Math.max(cell.dueAtMs, this._lastEndMs) }
      : null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Messages may get lost from here on. */
  forget(): void {
    this._cells.clear();
  }

  dispose(): void {
    this._isDisposed = true;
    this._kernel.anyMessage.disconnect(this._onMessage, this);
  }

  private _onMessage(
    _: Kernel.IKernelConnection,
    { msg, direction }: Kernel.IAnyMessageArgs
  ): void {
    if (direction === 'send') {
      this._onSent(msg);
      return;
    }
    const { msg_id: id, subshell_id: subshell }: Parent = msg.parent_header;
    if (id === undefined || subshell) {
      return;
    }
    if (KernelMessage.isExecuteInputMsg(msg)) {
      const { code, execution_count: executionCount } = msg.content;
      this._begin(id, { code, executionCount });
    } else if (isEnd(msg)) {
      if (this._cells.delete(id)) {
        this._lastEndMs = Date.now();
      }
    } else if (isBusy(msg) && this._cells.has(id)) {
      this._begin(id, { startedAtMs: Date.parse(msg.header.date) });
    }
  }

  /** Only the page that sends a cell knows which one it is. */
  private _onSent(message: KernelMessage.IMessage): void {
    const { header, metadata } = message;
    if (isCell(message) && !header.subshell_id) {
      const { cellId } = metadata;
      this._note(header.msg_id, {
        cellId: typeof cellId === 'string' ? cellId : null,
        code: message.content.code
      });
    }
  }

  private _begin(id: string, known: Partial<UnfinishedCell>): void {
    this._note(id, { ...known, isBegun: true });
  }

  private _note(id: string, known: Partial<UnfinishedCell>): void {
    const now = Date.now();
    const cell = this._cells.get(id) ?? {
      cellId: null,
      code: '',
      executionCount: null,
      isBegun: false,
      dueAtMs: now,
      startedAtMs: now
    };
    this._cells.set(id, { ...cell, ...known });
  }

  private readonly _kernel: Kernel.IKernelConnection;
  /** By the ids of their requests, in the order in which they were sent. */
  private readonly _cells = new Map<string, UnfinishedCell>();
  /** When the last one was finished. */
  private _lastEndMs = 0;
  private _isDisposed = false;
}

type Parent = Partial<KernelMessage.IHeader>;

/** Not what is run behind the user's back, such as the boot of the probe. */
function isCell(
  message: KernelMessage.IMessage
): message is KernelMessage.IExecuteRequestMsg {
  return (
    message.header.msg_type === 'execute_request' &&
    !(message as KernelMessage.IExecuteRequestMsg).content.silent
  );
}

function isBusy(message: KernelMessage.IMessage): boolean {
  return (
    KernelMessage.isStatusMsg(message) &&
    message.content.execution_state === 'busy'
  );
}

/** Either may be the one that comes: the server drops output where there is too much of it. */
function isEnd(message: KernelMessage.IMessage): boolean {
  return (
    message.header.msg_type === 'execute_reply' ||
    (KernelMessage.isStatusMsg(message) &&
      message.content.execution_state === 'idle')
  );
}
