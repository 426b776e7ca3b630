import { boot } from '../boot';
import type { Kernel } from '@jupyterlab/services';

import { PUSH_TARGET, PushMessage, REQUEST_TARGET } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import { parseMessage } from '../../protocol/validate';
import { Channel } from '../channel';
import { ScriptedServer } from './server';

let server: ScriptedServer;
let kernel: Kernel.IKernelConnection;
let channel: Channel;
let warn: jest.SpyInstance;

beforeEach(async () => {
  warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  // What JupyterLab itself says of sockets and of comms that it did not make.
  jest.spyOn(console, 'debug').mockImplementation(() => undefined);
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  server = new ScriptedServer({ subshells: false });
  kernel = server.connect();
  await boot(
    { kernel: kernel, recordFrames: () => null },
    { digest: '', loader: '', files: {} }
  );
  channel = new Channel({
    kernel,
    clientId: 'page',
    subshellId: null,
    parse: parseMessage
  });
  await heardAll();
});

afterEach(() => {
  channel.dispose();
  kernel.dispose();
  jest.restoreAllMocks();
});

/** Until all that was said so far is heard. */
async function heardAll(): Promise<void> {
  await kernel.requestKernelInfo();
}

it('opens two comms under one name', async () => {
  expect([...server.comms.values()]).toEqual([PUSH_TARGET, REQUEST_TARGET]);
  expect(server.clientIds).toEqual(['page', 'page']);
});

it('numbers its requests, and gives each its own reply', async () => {
  server.traits.answers.memory_request = example('memory');
  const [hello, memory] = await Promise.all([
    channel.request('hello_request', {}),
    channel.request('memory_request', {})
  ]);
  expect([hello.kind, memory.kind]).toEqual(['hello', 'memory']);
  expect(server.requests).toEqual([
    { kind: 'hello_request', request_id: 1 },
    { kind: 'memory_request', request_id: 2 }
  ]);
});

it('waits no longer for a reply that the server dropped', async () => {
  server.traits.answers.memory_request = undefined;
  await expect(channel.request('memory_request', {})).rejects.toMatchObject({
    code: 'cancelled'
  });
});

it('gives a walk its budget and more, but does not wait for ever', async () => {
  server.traits.answers.census_request = undefined;
  const timers = jest.spyOn(window, 'setTimeout');
  let isOver = false;
  const census = channel.request('census_request', { budget_ms: 4000 });
  void census.catch(() => (isOver = true));
  await heardAll();
  const timer = timers.mock.calls.find(([, delay]) => delay === 64_000);
  expect(isOver).toBe(false);
  (timer?.[0] as () => void)();
  await expect(census).rejects.toMatchObject({ code: 'cancelled' });
});

it('takes a reply for lost when a later one has come', async () => {
  server.subshells.add('beside');
  const beside = new Channel({
    kernel,
    clientId: 'another page',
    subshellId: 'beside',
    parse: parseMessage
  });
  server.traits.answers.memory_request = undefined;
  server.traits.answers.census_request = undefined;
  const census = beside.request('census_request', { budget_ms: 1 });
  const lost = beside.request('memory_request', {});
  await Promise.all([
    expect(lost).rejects.toMatchObject({ code: 'cancelled' }),
    beside.request('hello_request', {})
  ]);
  let isCounted = false;
  void census.catch(() => (isCounted = true));
  await heardAll();
  expect(isCounted).toBe(false);
  beside.dispose();
});

it('passes on why the probe could not answer', async () => {
  server.traits.answers.census_request = {
    ...example('error'),
    code: 'failed',
    message: 'bad luck',
    detail: 'Traceback …'
  };
  await expect(
    channel.request('census_request', { budget_ms: 1 })
  ).rejects.toMatchObject({
    code: 'failed',
    message: 'bad luck',
    detail: 'Traceback …'
  });
});

it('rejects what is open when it is closed, and takes no more', async () => {
  server.traits.answers.memory_request = undefined;
  const open = channel.request('memory_request', {});
  channel.dispose();
  await expect(open).rejects.toMatchObject({ code: 'closed' });
  await expect(channel.request('hello_request', {})).rejects.toMatchObject({
    code: 'closed'
  });
  await heardAll();
  expect(server.comms.size).toBe(0);
});

it('rejects what is open when the kernel closes it', async () => {
  server.traits.answers.memory_request = undefined;
  const open = channel.request('memory_request', {});
  server.drop();
  await expect(open).rejects.toMatchObject({ code: 'closed' });
  expect(channel.isDisposed).toBe(true);
});

it('ignores a reply that comes too late', async () => {
  server.traits.answers.memory_request = undefined;
  const pushed: PushMessage[] = [];
  channel.pushed.connect((_, message) => pushed.push(message));
  server.say(REQUEST_TARGET, { ...example('memory'), request_id: 77 });
  server.say(PUSH_TARGET, example('sample'));
  await heardAll();
  expect(pushed).toEqual([example('sample')]);
  expect(warn).not.toHaveBeenCalled();
});

describe('what is malformed', () => {
  it('is dropped with one line for each kind, and the channel lives on', async () => {
    const pushed: PushMessage[] = [];
    channel.pushed.connect((_, message) => pushed.push(message));
    for (let count = 0; count < 3; count += 1) {
      server.say(PUSH_TARGET, { ...example('sample'), rss_bytes: 'much' });
      server.say(PUSH_TARGET, { kind: 'gossip-of-this-test' });
      server.say(PUSH_TARGET, 'no object');
    }
    server.say(PUSH_TARGET, example('report'));
    await heardAll();
    expect(pushed).toEqual([example('report')]);
    const lines = warn.mock.calls.map(([line]) => line);
    expect(lines).toHaveLength(3);
    expect(lines.join('\n')).toContain('"sample"');
  });

  it('rejects the request that it seems to answer', async () => {
    server.traits.answers.memory_request = { kind: 'memory' };
    await expect(channel.request('memory_request', {})).rejects.toMatchObject({
      code: 'failed'
    });
    server.traits.answers.memory_request = example('collector');
    await expect(channel.request('memory_request', {})).rejects.toMatchObject({
      code: 'failed'
    });
  });
});
