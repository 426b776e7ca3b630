import type { Kernel, KernelMessage } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import { CellWatch } from '../cells';

type Fields = Record<string, unknown>;

/** Only what is watched of a kernel. */
class FakeKernel {
  readonly anyMessage = new Signal<this, Kernel.IAnyMessageArgs>(this);

  send(id: string, content: Fields, header: Fields = {}): void {
    this._emit(
      'send',
      'execute_request',
      content,
      {},
      { msg_id: id, ...header }
    );
  }

  say(type: string, parent: Fields, content: Fields): void {
    this._emit('recv', type, content, parent, { date: '2026-01-02T00:00:00Z' });
  }

  private _emit(
    direction: 'send' | 'recv',
    type: string,
    content: Fields,
    parent_header: Fields,
    header: Fields
  ): void {
    const msg = {
      header: { ...header, msg_type: type },
      parent_header,
      content,
      metadata: {}
    } as unknown as KernelMessage.IMessage;
    this.anyMessage.emit({ msg, direction });
  }
}

let kernel: FakeKernel;
let cells: CellWatch;

beforeEach(() => {
  kernel = new FakeKernel();
  cells = new CellWatch(kernel as unknown as Kernel.IKernelConnection);
});

it('knows the cell that runs, by what the kernel says of it', () => {
  kernel.send('1', { code: 'one' });
  kernel.send('2', { code: 'two' });
  expect(cells.unfinished).toMatchObject({ code: 'one', isBegun: false });
  kernel.say('status', { msg_id: '1' }, { execution_state: 'idle' });
  kernel.say('status', { msg_id: '2' }, { execution_state: 'busy' });
  const input = { code: 'two', execution_count: 7 };
  kernel.say('execute_input', { msg_id: '2' }, input);
  expect(cells.unfinished).toMatchObject({
    code: 'two',
    executionCount: 7,
    isBegun: true,
    startedAtMs: Date.parse('2026-01-02T00:00:00Z')
  });
  kernel.say('execute_reply', { msg_id: '2' }, { status: 'ok' });
  expect(cells.unfinished).toBeNull();
});

it('is due when those before it are finished', () => {
  const now = jest.spyOn(Date, 'now').mockReturnValue(1000);
  kernel.send('1', { code: 'twice' });
  kernel.send('2', { code: 'twice' });
  expect(cells.unfinished?.dueAtMs).toBe(1000);
  now.mockReturnValue(3000);
  kernel.say('execute_reply', { msg_id: '1' }, { status: 'ok' });
  expect(cells.unfinished?.dueAtMs).toBe(3000);
  now.mockRestore();
});

it('knows what another page runs, but not which cell', () => {
  const input = { code: 'theirs', execution_count: 3 };
  kernel.say('execute_input', { msg_id: 'x' }, input);
  expect(cells.unfinished).toMatchObject({ cellId: null, code: 'theirs' });
});

it('takes nothing for a cell that is silent, or on a subshell', () => {
  kernel.send('1', { code: 'boot', silent: true });
  kernel.send('2', { code: 'console' }, { subshell_id: 'sub' });
  const parent = { msg_id: '3', subshell_id: 'sub' };
  kernel.say('execute_input', parent, { code: 'x', execution_count: 1 });
  kernel.say('status', { msg_id: '4' }, { execution_state: 'busy' });
  expect(cells.unfinished).toBeNull();
});
