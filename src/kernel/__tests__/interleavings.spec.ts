import { nullTranslator } from '@jupyterlab/translation';

import { Connection } from '../connection';
import { ProbeUsers } from '../users';
import { FakeContext } from './context';
import { ScriptedServer } from './server';

jest.mock('../probe.generated', () => ({
  digest: jest.requireActual<typeof import('./server')>('./server').DIGEST,
  loader: 'pass',
  files: {}
}));

const trans = nullTranslator.load('');

/** Calls back after each message of either side. */
class SteppingServer extends ScriptedServer {
  /** How many messages were handled. */
  steps = 0;
  onStep: (step: number) => void = () => undefined;

  accept(socket: Parameters<ScriptedServer['accept']>[0]): void {
    super.accept(socket);
    const { onsend } = socket;
    const receive = socket.receive.bind(socket);
    socket.onsend = message => {
      onsend(message);
      this._step();
    };
    socket.receive = message => {
      receive(message);
      this._step();
    };
  }

  private _step(): void {
    this.steps += 1;
    this.onStep(this.steps);
  }
}

class Scene {
  constructor(
    readonly server = new SteppingServer(),
    readonly users = new ProbeUsers(),
    path = 'orders.ipynb'
  ) {
    this.context.path = path;
    this.connection = new Connection({
      context: this.context.typed,
      users,
      trans,
      isEnabled: true,
      recordFrames: () => null
    });
  }

  readonly context = new FakeContext();
  readonly connection: Connection;

  get phase(): string {
    return this.connection.facts.phase;
  }

  /** Until nothing is said for a while. */
  async settle(): Promise<void> {
    for (let quiet = 0, seen = -1; quiet < 5;) {
      await new Promise(resolve => setTimeout(resolve, 1));
      quiet = seen === this.server.steps ? quiet + 1 : 0;
      seen = this.server.steps;
    }
  }
}

interface Story {
  readonly act: (scene: Scene) => void;
  readonly check: (scene: Scene) => void;
}

function expectReady({ connection, server, users }: Scene): void {
  expect(connection.facts.phase).toBe('ready');
  expect(server.isBooted).toBe(true);
  expect(users.count('kernel-1')).toBe(1);
}

function expectReadyAlone(scene: Scene): void {
  expectReady(scene);
  expect(scene.server.comms.size).toBe(2);
  expect(scene.server.subshells.size).toBe(1);
}

/** What was on its way to the old process may come to the next one here. */
function expectReadyAgain(scene: Scene): void {
  expectReady(scene);
  expect(scene.server.comms.size).toBe(2);
}

function expectNothingLeft({ server, users }: Scene): void {
  expect(server.comms.size).toBe(0);
  expect(server.subshells.size).toBe(0);
  expect(users.count('kernel-1')).toBe(0);
}

const STORIES: Record<string, Story> = {
  'the notebook is closed': {
    act: ({ connection }) => connection.dispose(),
    check: expectNothingLeft
  },
  'Heapscope is switched off': {
    act: ({ connection }) => connection.setEnabled(false),
    check: scene => {
      expectNothingLeft(scene);
      expect(scene.phase).toBe('off');
      expect(scene.server.isBooted).toBe(false);
    }
  },
  'Heapscope is switched off and closed': {
    act: ({ connection }) => {
      connection.setEnabled(false);
      connection.dispose();
    },
    check: scene => {
      expectNothingLeft(scene);
      expect(scene.server.isBooted).toBe(false);
    }
  },
  'Heapscope is switched off and on': {
    act: ({ connection }) => {
      connection.setEnabled(false);
      connection.setEnabled(true);
    },
    check: expectReadyAlone
  },
  'Heapscope is switched off, and on in a moment': {
    act: ({ connection }) => {
      connection.setEnabled(false);
      setTimeout(() => connection.setEnabled(true), 2);
    },
    check: expectReadyAlone
  },
  'the kernel is restarted': {
    act: ({ context }) => void context.restart(),
    check: expectReadyAgain
  },
  'the kernel dies': {
    act: ({ server }) => server.die(),
    check: expectReadyAgain
  },
  'the probe lets go': {
    act: ({ server }) => server.drop(),
    check: expectReady
  }
};

const { setInterval, clearInterval } = window;
let intervals: Set<unknown>;

beforeEach(() => {
  // What JupyterLab itself says of sockets and of comms that it did not make.
  for (const level of ['debug', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation(() => undefined);
  }
  intervals = new Set();
  jest.spyOn(window, 'setInterval').mockImplementation(((
    handler: () => void,
    ms: number
  ) => {
    const id = setInterval(handler, ms);
    intervals.add(id);
    return id;
  }) as typeof setInterval);
  jest.spyOn(window, 'clearInterval').mockImplementation(id => {
    intervals.delete(id);
    clearInterval(id);
  });
});

afterEach(() => {
  jest.restoreAllMocks();
});

/** Messages of both sides until a notebook is ready. */
const STEPS = 22;

function setKernel({ context, server }: Scene, handleComms = true): void {
  const kernel = server.connect({ handleComms });
  // JupyterLab itself handles no rejection of this one.
  const ask = kernel.requestKernelInfo.bind(kernel);
  kernel.requestKernelInfo = () => ask().catch(() => new Promise(() => null));
  context.setKernel(kernel);
}

/** Act when that many messages were seen, and check when all is quiet. */
async function play(
  story: Story,
  scene: Scene,
  at: number,
  delayed: boolean
): Promise<void> {
  const act = () => story.act(scene);
  scene.server.onStep = step => {
    if (step === at) {
      void (delayed ? setTimeout(act) : act());
    }
  };
  await scene.settle();
  expect(scene.server.steps).toBeGreaterThanOrEqual(at);
  story.check(scene);
  expect(intervals.size).toBe(0);
}

function leave({ connection, context }: Scene): void {
  connection.dispose();
  context.session?.kernel?.dispose();
}

const WAYS = [
  ['at once', false],
  ['in a moment', true]
] as const;

describe.each(Object.entries(STORIES))('whenever %s', (_, story) => {
  it.each(WAYS)('after any message, %s', async (_, delayed) => {
    for (let at = 1; at <= STEPS; at += 1) {
      window.sessionStorage.clear();
      const scene = new Scene();
      setKernel(scene);
      await play(story, scene, at, delayed);
      leave(scene);
    }
  });
});

/** What may happen to one of two notebooks on a kernel. */
const ONE_OF_TWO = ['the notebook is closed', 'Heapscope is switched off'];

describe.each(ONE_OF_TWO)('with two notebooks on one kernel, %s', name => {
  it.each(WAYS)('after any message, %s', async (_, delayed) => {
    for (let at = 1; at <= 2 * STEPS; at += 3) {
      window.sessionStorage.clear();
      const first = new Scene();
      const second = new Scene(first.server, first.users, 'other.ipynb');
      setKernel(first);
      setKernel(second, false);
      const check = () => expectReadyAlone(second);
      await play({ ...STORIES[name], check }, first, at, delayed);
      leave(second);
      leave(first);
    }
  });
});
