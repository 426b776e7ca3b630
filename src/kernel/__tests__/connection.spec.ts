import type { Kernel } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import type { OpenProbe } from '../../model/connection';
import type { EraEnd } from '../../model/timeline';
import { PUSH_TARGET, PushMessage, REQUEST_TARGET } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import { Connection } from '../connection';
import { ProbeUsers } from '../users';
import { FakeContext } from './context';
import { DIGEST, KernelTraits, ScriptedServer } from './server';

jest.mock('../probe.generated', () => ({
  digest: jest.requireActual<typeof import('./server')>('./server').DIGEST,
  loader: 'pass',
  files: {}
}));

const trans = nullTranslator.load('');
const made: Connection[] = [];
let users: ProbeUsers;

beforeEach(() => {
  // What JupyterLab itself says of sockets and of comms that it did not make.
  for (const level of ['debug', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation(() => undefined);
  }
  users = new ProbeUsers();
  window.sessionStorage.clear();
});

afterEach(() => {
  made.splice(0).forEach(connection => connection.dispose());
  jest.restoreAllMocks();
});

interface Notebook {
  readonly context: FakeContext;
  readonly connection: Connection;
  readonly phases: string[];
  readonly probes: OpenProbe[];
  readonly ends: EraEnd[];
}

function openNotebook(context = new FakeContext(), isEnabled = true): Notebook {
  const connection = new Connection({
    context: context.typed,
    users,
    trans,
    isEnabled,
    recordFrames: () => null
  });
  made.push(connection);
  const phases = [connection.facts.phase as string];
  const probes: OpenProbe[] = [];
  const ends: EraEnd[] = [];
  connection.factsChanged.connect((_, { phase }) => {
    if (phase !== phases[phases.length - 1]) {
      phases.push(phase);
    }
  });
  connection.opened.connect((_, probe) => probes.push(probe));
  connection.ended.connect((_, because) => ends.push(because));
  return { context, connection, phases, probes, ends };
}

/** Until something holds; the test's own time limit ends it. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

async function ready(
  traits: Partial<KernelTraits> = {}
): Promise<
  Notebook & { server: ScriptedServer; kernel: Kernel.IKernelConnection }
> {
  const server = new ScriptedServer(traits);
  const notebook = openNotebook();
  const kernel = server.connect();
  notebook.context.setKernel(kernel);
  await until(() => notebook.connection.facts.phase === 'ready');
  return { ...notebook, server, kernel };
}

/** The page goes, with all that it remembers but for what it keeps for the next one. */
function leavePage(
  connection: Connection,
  kernel: Kernel.IKernelConnection
): void {
  window.dispatchEvent(new Event('pagehide'));
  const kept = { ...window.sessionStorage };
  kernel.dispose();
  connection.dispose();
  Object.entries(kept).forEach(([key, value]) =>
    window.sessionStorage.setItem(key, value)
  );
}

function runCell(kernel: Kernel.IKernelConnection, code: string): void {
  kernel.requestExecute({ code }).done.catch(() => undefined);
}

describe('a notebook with a Python kernel', () => {
  it('boots the probe, opens a channel and knows who answers', async () => {
    const { server, phases, probes } = await ready();
    expect(phases).toEqual(['none', 'starting', 'booting', 'ready']);
    expect(server.executed).toEqual(['boot']);
    expect(probes).toHaveLength(1);
    expect(probes[0]).toMatchObject({ hello: { pid: 4711 } });
    expect(probes[0].channel.answersWhileBusy).toBe(true);
  });

  it('is booted before the first cell, when all cells are run at once', async () => {
    await ready(); // The probe's source is loaded.
    const server = new ScriptedServer();
    const { context } = openNotebook();
    const kernel = server.connect();
    context.setKernel(kernel);
    runCell(kernel, 'first');
    runCell(kernel, 'second');
    await until(() => server.executed.length === 3);
    expect(server.executed).toEqual(['boot', 'first', 'second']);
  });

  it('is booted before the first cell of "Restart and Run All"', async () => {
    const { server, context, kernel, probes } = await ready();
    await context.restart();
    runCell(kernel, 'first');
    await until(() => server.executed.length === 3 && probes.length === 2);
    expect(server.executed).toEqual(['boot', 'boot', 'first']);
  });

  it('hears what the probe pushes', async () => {
    const { server, probes } = await ready();
    const heard: PushMessage[] = [];
    probes[0].channel.pushed.connect((_, message) => heard.push(message));
    server.say(PUSH_TARGET, example('report'));
    await until(() => heard.length > 0);
    expect(heard).toEqual([example('report')]);
  });

  it('says when a cell runs, and is not deceived by requests to the probe', async () => {
    const { server, connection, kernel, probes } = await ready();
    server.pause();
    runCell(kernel, 'slow');
    server.resume();
    const busy: boolean[] = [];
    connection.factsChanged.connect((_, facts) => busy.push(facts.busy));
    await probes[0].channel.request('hello_request', {});
    await until(() => busy.length === 2);
    expect(busy).toEqual([true, false]);
  });

  it('is not deceived by a "busy" that comes after the end of its cell', async () => {
    const { server, connection, kernel } = await ready();
    const future = kernel.requestExecute({ code: 'short' });
    await future.done;
    server.sayBusyFor(future.msg);
    await kernel.requestKernelInfo();
    expect(connection.facts.busy).toBe(false);
  });

  it('gives requests a way beside a running cell', async () => {
    const { server, probes } = await ready();
    server.pause();
    await probes[0].channel.request('hello_request', {});
    expect(server.subshells.size).toBe(1);
  });

  it('makes do without subshells', async () => {
    const { server, connection, probes } = await ready({ subshells: false });
    expect(connection.facts.answersWhileBusy).toBe(false);
    server.pause();
    const asked = probes[0].channel.request('hello_request', {});
    const late = new Promise(resolve => setTimeout(resolve, 20, 'late'));
    expect(await Promise.race([asked, late])).toBe('late');
    server.resume();
    expect((await asked).kind).toBe('hello');
  });
});

describe('a kernel that cannot have the probe', () => {
  it('runs nothing of ours when its language is another one', async () => {
    const server = new ScriptedServer({ language: 'bash' });
    const { context, connection } = openNotebook();
    context.specsManager.specs.kernelspecs.python3.language = 'bash';
    context.setKernel(server.connect());
    await until(() => connection.facts.phase === 'unsupported');
    expect(connection.facts.language).toBe('bash');
    expect(server.executed).toEqual([]);
  });

  it('is asked for its language when the kernelspec is not known', async () => {
    const server = new ScriptedServer({ language: 'R' });
    const { context, connection } = openNotebook();
    context.specsManager.specs.kernelspecs = {};
    context.setKernel(server.connect());
    await until(() => connection.facts.phase === 'unsupported');
    expect(server.executed).toEqual([]);
  });

  it('says what went wrong, and tries again when asked', async () => {
    const server = new ScriptedServer({
      bootError: 'Traceback …\nImportError: no gc here'
    });
    const { context, connection } = openNotebook();
    context.setKernel(server.connect());
    await until(() => connection.facts.phase === 'failed');
    expect(connection.facts.problem).toBe('ImportError: no gc here');
    server.traits.bootError = null;
    connection.retry();
    await until(() => connection.facts.phase === 'ready');
    expect(connection.facts.problem).toBeNull();
  });

  it('does not go on with another version of the probe', async () => {
    const hello = { ...example('hello'), digest: 'of another page' };
    const server = new ScriptedServer({ answers: { hello_request: hello } });
    const { context, connection } = openNotebook();
    context.setKernel(server.connect());
    await until(() => connection.facts.phase === 'failed');
    expect(server.executed).toEqual(['boot', 'boot']);
    expect(connection.facts.problem).toContain('Another version');
  });
});

describe('the life of a kernel', () => {
  it('ends with a restart, and another probe answers', async () => {
    const { context, ends, phases, probes } = await ready();
    await context.restart();
    await until(() => probes.length === 2);
    expect(ends).toEqual(['restarted']);
    expect(phases.slice(3)).toEqual(['ready', 'starting', 'booting', 'ready']);
    expect(probes[0].channel.isDisposed).toBe(true);
  });

  it('ends with a death, and the next process gets the probe before any cell', async () => {
    const { server, kernel, ends, probes } = await ready();
    server.die();
    await until(() => ends.length === 1);
    await until(() => probes.length === 2);
    runCell(kernel, 'after');
    await until(() => server.executed.length === 3);
    expect(ends).toEqual(['died']);
    expect(server.executed).toEqual(['boot', 'boot', 'after']);
  });

  it('ends with the cell that it was sent and did not finish', async () => {
    const { server, connection, kernel, ends } = await ready();
    await kernel.requestExecute({ code: 'done' }, true, { cellId: 'a' }).done;
    server.pause();
    const metadata = { cellId: 'b' };
    kernel
      .requestExecute({ code: 'os.kill(os.getpid(), 9)' }, true, metadata)
      .done.catch(() => undefined);
    runCell(kernel, 'never begun');
    expect(connection.unfinished).toBeNull();
    server.die();
    await until(() => ends.length === 1);
    expect(connection.unfinished).toMatchObject({
      cellId: 'b',
      code: 'os.kill(os.getpid(), 9)',
      executionCount: null,
      isBegun: false
    });
  });

  it('ends without one where all cells were finished', async () => {
    const { server, connection, kernel, ends } = await ready();
    await kernel.requestExecute({ code: 'done' }).done;
    server.die();
    await until(() => ends.length === 1);
    expect(connection.unfinished).toBeNull();
  });

  it('ends for good', async () => {
    const { context, kernel, connection, ends } = await ready();
    (kernel as unknown as { handleShutdown(): void }).handleShutdown();
    expect(connection.facts.phase).toBe('dead');
    expect(ends).toEqual(['died']);
    context.setKernel(null);
    expect(connection.facts.phase).toBe('dead');
    expect(ends).toEqual(['died']);
    context.setKernel(new ScriptedServer().connect());
    await until(() => connection.facts.phase === 'ready');
  });

  it('ends for good when the list of kernels tells first that nobody restarts it', async () => {
    const { server, kernel, context, connection, ends } = await ready();
    server.traits.answers.hello_request = undefined; // nobody is there
    server.die();
    await until(() => ends.length === 1);
    await until(() => kernel.connectionStatus === 'connected');
    context.setKernel(null);
    expect(connection.facts.phase).toBe('dead');
    expect(ends).toEqual(['died', 'died']);
  });

  it('ends without a death when somebody shuts the kernel down', async () => {
    const { server, kernel, context, connection, ends } = await ready();
    server.shutDown();
    await kernel.requestKernelInfo();
    (kernel as unknown as { handleShutdown(): void }).handleShutdown();
    expect(connection.facts.phase).toBe('none');
    context.setKernel(null);
    expect(ends).toEqual(['closed']);
  });

  it('ends when another kernel is chosen, or none', async () => {
    const { context, connection, ends, probes } = await ready();
    context.setKernel(new ScriptedServer().connect());
    await until(() => probes.length === 2);
    expect(ends).toEqual(['switched']);
    context.setKernel(null);
    expect(connection.facts.phase).toBe('none');
    expect(ends).toEqual(['switched', 'closed']);
  });

  it('is noticed to have ended when somebody else restarted it', async () => {
    const { server, kernel, ends, probes } = await ready();
    server.replaceProcess();
    runCell(kernel, 'the first that is heard of it');
    await until(() => probes.length === 2);
    expect(ends).toEqual(['restarted']);
  });

  it('goes on when only the server was out of reach', async () => {
    const { server, ends, phases, probes } = await ready();
    server.cutOff();
    await until(() => probes.length === 2);
    expect(phases.slice(3)).toEqual([
      'ready',
      'disconnected',
      'booting',
      'ready'
    ]);
    expect(ends).toEqual([]);
    expect(server.executed).toEqual(['boot']);
    expect(new Set(server.clientIds).size).toBe(1);
    expect(server.comms.size).toBe(2);
  });

  it('does not take a cell for running that ended while the probe said so', async () => {
    const { server, kernel, connection, probes } = await ready();
    server.traits.answers.hello_request = undefined;
    server.cutOff();
    await until(() => server.requests.length === 2);
    await kernel.requestExecute({ code: 'cell' }).done;
    const { request_id } = server.requests[1];
    const hello = { digest: DIGEST, running_run_id: 3 };
    server.say(REQUEST_TARGET, { ...example('hello', hello), request_id });
    await until(() => probes.length === 2);
    expect(connection.facts.busy).toBe(false);
  });

  it('rejects what was asked when the way is lost', async () => {
    const { server, probes } = await ready();
    server.traits.answers.memory_request = undefined;
    const asked = probes[0].channel.request('memory_request', {});
    server.cutOff();
    await expect(asked).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('what a kernel runs', () => {
  it('is told when it ended, after its report, but for silent requests', async () => {
    const { server, kernel, connection, probes } = await ready();
    const heard: string[] = [];
    probes[0].channel.pushed.connect((_, { kind }) => heard.push(kind));
    connection.ran.connect(() => heard.push('ran'));
    server.say(PUSH_TARGET, example('report'));
    await kernel.requestExecute({ code: 'silent', silent: true }).done;
    await kernel.requestExecute({ code: 'cell' }).done;
    await kernel.requestKernelInfo();
    expect(heard).toEqual(['report', 'ran']);
  });
});

describe('a probe that lets go', () => {
  it('is asked back, under another name', async () => {
    const { server, connection, probes } = await ready();
    server.drop();
    await until(() => probes.length === 2);
    expect(connection.facts.phase).toBe('ready');
    expect(new Set(server.clientIds).size).toBe(2);
  });

  it('is not asked back for ever', async () => {
    const { server, connection, probes } = await ready();
    for (let count = 1; count < 5; count += 1) {
      server.drop();
      await until(() => probes.length === count + 1);
    }
    server.drop();
    await until(() => connection.facts.phase === 'failed');
  });
});

describe('a page', () => {
  it('says good-bye when it goes', async () => {
    const { server } = await ready();
    window.dispatchEvent(new Event('pagehide'));
    await until(() => server.comms.size === 0);
  });

  it('goes by the same name after a reload, and meets the same boot', async () => {
    const { server, connection, context, probes } = await ready();
    expect(probes[0].wasRecorded).toBe(false);
    connection.noteRecording();
    context.rename('work/renamed.ipynb');
    connection.dispose();
    const again = new FakeContext();
    again.path = 'work/renamed.ipynb';
    const notebook = openNotebook(again);
    again.setKernel(server.connect());
    await until(() => notebook.probes.length === 1);
    expect(new Set(server.clientIds).size).toBe(1);
    expect(notebook.probes[0].wasRecorded).toBe(true);
  });

  it('need not wait for the running cell after a reload', async () => {
    const { server, kernel, connection } = await ready();
    leavePage(connection, kernel);
    server.traits.answers.hello_request = {
      ...example('hello', { digest: DIGEST, running_run_id: 3 })
    };
    server.pause();
    const again = openNotebook();
    const next = server.connect({ kernelInfoTimeout: 20 });
    again.context.setKernel(next);
    runCell(next, 'the cell that runs');
    await until(() => again.connection.facts.phase === 'ready');
    expect(again.connection.facts).toMatchObject({
      busy: true,
      answersWhileBusy: true
    });
    expect(server.executed).toEqual(['boot']);
    server.resume();
    await until(() => !again.connection.facts.busy);
    expect(again.probes).toHaveLength(1);
  });

  it('knows after a reload what the user cleared, until another process is there', async () => {
    const { server, kernel, connection } = await ready();
    connection.clearTo(7);
    leavePage(connection, kernel);
    const again = openNotebook();
    again.context.setKernel(server.connect());
    await until(() => again.probes.length === 1);
    expect(again.probes[0].clearedRunId).toBe(7);
    server.traits.answers.hello_request = {
      ...example('hello', { digest: DIGEST, boot_id: 'another' })
    };
    await again.context.restart();
    await until(() => again.probes.length === 2);
    expect(again.probes[1].clearedRunId).toBe(0);
  });

  it('leaves nothing under the old name of a renamed notebook', async () => {
    const { context } = await ready();
    const { path } = context;
    expect(Object.keys(window.sessionStorage).join()).toContain(path);
    context.rename('work/renamed.ipynb');
    expect(Object.keys(window.sessionStorage).join()).not.toContain(path);
  });

  it('waits for the boot when the kernel was restarted during a reload', async () => {
    const { server, kernel, connection } = await ready();
    leavePage(connection, kernel);
    server.replaceProcess();
    const again = openNotebook();
    again.context.setKernel(server.connect());
    await until(() => again.connection.facts.phase === 'ready');
    expect(server.executed).toEqual(['boot', 'boot']);
  });

  it('has a name for each view of a notebook', async () => {
    const { server, context } = await ready();
    const other = openNotebook(context);
    await until(() => other.probes.length === 1);
    expect(new Set(server.clientIds).size).toBe(2);
  });

  it('gives each notebook on one kernel a channel, also where JupyterLab handles no comms', async () => {
    const { server } = await ready();
    const other = openNotebook();
    other.context.path = 'other.ipynb';
    other.context.setKernel(server.connect({ handleComms: false }));
    await until(() => other.probes.length === 1);
    expect(server.comms.size).toBe(4);
  });
});

describe('switching off', () => {
  it('takes the probe out of the kernel, and puts it in again', async () => {
    const { server, connection, ends } = await ready();
    connection.setEnabled(false);
    expect(connection.facts.phase).toBe('off');
    expect(ends).toEqual(['off']);
    await until(() => server.subshells.size === 0);
    expect(server.requests.pop()).toMatchObject({ kind: 'close_request' });
    connection.setEnabled(true);
    await until(() => connection.facts.phase === 'ready');
    expect(server.executed).toEqual(['boot', 'boot']);
  });

  it('leaves the probe to another notebook on the same kernel', async () => {
    const { server, connection, ends } = await ready();
    const other = openNotebook();
    other.context.setKernel(server.connect({ handleComms: false }));
    await until(() => other.probes.length === 1);
    connection.setEnabled(false);
    await until(() => server.comms.size === 2);
    expect(server.requests.map(({ kind }) => kind)).not.toContain(
      'close_request'
    );
    expect(ends).toEqual([]);
  });

  it('takes out a probe that was still being put in', async () => {
    const server = new ScriptedServer();
    server.pause();
    const { context, connection } = openNotebook();
    context.setKernel(server.connect());
    await until(
      () => context.session?.kernel?.connectionStatus === 'connected'
    );
    connection.setEnabled(false);
    server.resume();
    await until(() => server.requests.length > 0);
    expect(server.executed).toEqual(['boot']);
    expect(server.requests).toMatchObject([{ kind: 'close_request' }]);
  });

  it('lets no probe in while it is off', async () => {
    const server = new ScriptedServer();
    const { context, connection } = openNotebook(new FakeContext(), false);
    const kernel = server.connect();
    context.setKernel(kernel);
    await kernel.info;
    await context.restart();
    runCell(kernel, 'cell');
    await until(() => server.executed.length > 0);
    expect(server.executed).toEqual(['cell']);
    expect(connection.facts.phase).toBe('off');
  });

  it('leaves nothing behind when the notebook is closed', async () => {
    const { server, connection } = await ready();
    connection.dispose();
    await until(() => server.comms.size === 0 && server.subshells.size === 0);
    expect(users.count('kernel-1')).toBe(0);
  });
});
