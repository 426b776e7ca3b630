import type { NotebookPanel } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import { FakeContext } from '../../kernel/__tests__/context';
import { ScriptedServer } from '../../kernel/__tests__/server';
import { HeapscopeRegistry } from '../../model/registry';
import { DEFAULT_SETTINGS, SettingsModel } from '../../model/settings';
import { PUSH_TARGET, PushMessage } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import { Notebooks } from '../notebooks';

jest.mock('../../kernel/probe.generated', () => ({
  digest: jest.requireActual<typeof import('../../kernel/__tests__/server')>(
    '../../kernel/__tests__/server'
  ).DIGEST,
  loader: 'pass',
  files: {}
}));

/** What is read of a notebook panel. */
class FakePanel {
  readonly id = 'panel-1';
  readonly sessionContext = new FakeContext();
  readonly context = { ready: Promise.resolve() };
  readonly disposed = new Signal<this, void>(this);
  isDisposed = false;
  metadata: Record<string, unknown> = {};
  cells = [
    { type: 'markdown', trusted: false },
    { type: 'code', trusted: true }
  ];
  readonly content = {
    model: {
      getMetadata: (key: string) => this.metadata[key],
      setMetadata: (key: string, value: unknown) => {
        this.metadata[key] = value;
      },
      deleteMetadata: (key: string) => {
        Reflect.deleteProperty(this.metadata, key);
      },
      cells: this.cells
    },
    modelContentChanged: new Signal<object, void>(this)
  };

  get typed(): NotebookPanel {
    return this as unknown as NotebookPanel;
  }
}

let server: ScriptedServer;
let settings: SettingsModel;
let registry: HeapscopeRegistry;
let notebooks: Notebooks;
let panel: FakePanel;

beforeEach(() => {
  // What JupyterLab itself says of sockets and of comms that it did not make.
  for (const level of ['debug', 'warn', 'error'] as const) {
    jest.spyOn(console, level).mockImplementation(() => undefined);
  }
  window.sessionStorage.clear();
  server = new ScriptedServer();
  server.traits.answers = {
    ...server.traits.answers,
    configure_request: example('configuration'),
    history_request: example('history', { items: [], total: 0 }),
    recording_request: example('recording')
  };
  settings = new SettingsModel();
  registry = new HeapscopeRegistry();
  const trans = nullTranslator.load('');
  notebooks = new Notebooks({ registry, settings, trans });
  panel = new FakePanel();
});

afterEach(() => {
  registry.sessions.forEach(session => session.dispose());
  jest.restoreAllMocks();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    await new Promise(resolve => setTimeout(resolve, 1));
  }
}

function phase(): string | undefined {
  return registry.sessionOf(panel.id)?.model.kernel.facts.phase;
}

/** Until the probe answers and has had all that it is told at first. */
async function open(): Promise<void> {
  notebooks.add(panel.typed);
  panel.sessionContext.setKernel(server.connect());
  await until(() => phase() === 'ready');
  await until(() => asked().includes('history_request'));
}

function asked(): unknown[] {
  return server.requests.map(({ kind }) => kind);
}

describe('an open notebook', () => {
  it('has one session under the id of its panel until it is closed', async () => {
    await open();
    notebooks.add(panel.typed);
    expect(registry.sessions).toHaveLength(1);
    panel.disposed.emit();
    expect(registry.sessions).toHaveLength(0);
    await until(() => server.comms.size === 0);
  });

  it('is not recorded of its own accord', async () => {
    await open();
    expect(asked()).not.toContain('recording_request');
  });

  it('is recorded when it asks for that and is trusted', async () => {
    panel.metadata.heapscope = { recording: 'on' };
    await open();
    expect(asked()).toContain('recording_request');
  });

  it('is not recorded when one of its code cells is not trusted', async () => {
    panel.metadata.heapscope = { recording: 'on' };
    panel.cells.push({ type: 'code', trusted: false });
    await open();
    expect(asked()).not.toContain('recording_request');
  });

  it('is recorded as soon as it is trusted, and says what it waits for until then', async () => {
    panel.metadata.heapscope = { recording: 'on' };
    const stranger = { type: 'code', trusted: false };
    panel.cells.push(stranger);
    await open();
    const recording = registry.sessionOf(panel.id)?.model.recording;
    expect(recording?.awaitsTrust).toBe(true);
    stranger.trusted = true;
    panel.content.modelContentChanged.emit();
    expect(recording?.awaitsTrust).toBe(false);
    await until(() => asked().includes('recording_request'));
  });

  it('is recorded when the user wants that everywhere', async () => {
    panel.cells.push({ type: 'code', trusted: false });
    settings.update({ ...DEFAULT_SETTINGS, alwaysRecord: true });
    await open();
    expect(asked()).toContain('recording_request');
  });

  it('is recorded from the first cell of the process that follows', async () => {
    settings.update({ ...DEFAULT_SETTINGS, alwaysRecord: true });
    await open();
    expect(server.boots).toEqual(['"record_frames":1']);
    settings.update({ ...DEFAULT_SETTINGS, tracebackFrames: 7 });
    const recording = { ...example('recording').recording, mode: 'on' };
    const message = { kind: 'recording', request_id: null, recording };
    server.say(PUSH_TARGET, message as PushMessage);
    const model = registry.sessionOf(panel.id)?.model;
    await until(() => model?.recording.wasOn === true);
    await panel.sessionContext.restart();
    await until(() => server.boots.length === 2);
    expect(server.boots[1]).toBe('"record_frames":7');
  });

  it('may have any nonsense in its metadata', async () => {
    panel.metadata.heapscope = [{ recording: 'on' }, 7];
    await open();
    expect(asked()).not.toContain('recording_request');
  });
});

describe('a notebook that Heapscope is off for', () => {
  it('gets no probe', async () => {
    panel.metadata.heapscope = { enabled: false };
    notebooks.add(panel.typed);
    const kernel = server.connect();
    panel.sessionContext.setKernel(kernel);
    await kernel.requestExecute({ code: 'cell' }).done;
    expect(server.executed).toEqual(['cell']);
    expect(phase()).toBe('off');
  });

  it('says so in its metadata only if the user chooses that', async () => {
    await open();
    const session = registry.sessionOf(panel.id);
    session?.setEnabled(false);
    expect(panel.metadata).toEqual({});
    session?.setEnabled(true);
    settings.update({ ...DEFAULT_SETTINGS, keepInMetadata: true });
    session?.setEnabled(false);
    expect(panel.metadata).toEqual({ heapscope: { enabled: false } });
    session?.setEnabled(true);
    expect(panel.metadata).toEqual({});
  });

  it('keeps what else its metadata say', async () => {
    settings.update({ ...DEFAULT_SETTINGS, keepInMetadata: true });
    panel.metadata.heapscope = { recording: 'on' };
    await open();
    const session = registry.sessionOf(panel.id);
    session?.setEnabled(false);
    expect(panel.metadata.heapscope).toEqual({
      recording: 'on',
      enabled: false
    });
    session?.setEnabled(true);
    expect(panel.metadata.heapscope).toEqual({ recording: 'on' });
  });
});

describe('the switch of the settings', () => {
  it('takes all probes out, and puts them in again', async () => {
    await open();
    settings.update({ ...DEFAULT_SETTINGS, enabled: false });
    expect(registry.sessions).toEqual([]);
    await until(() => asked().includes('close_request'));
    expect(panel.metadata).toEqual({});
    settings.update({ ...DEFAULT_SETTINGS });
    await until(() => phase() === 'ready');
    expect(server.executed).toEqual(['boot', 'boot']);
  });

  it('keeps what was known, as ended, until it is on again', async () => {
    await open();
    const { run } = example('report');
    server.say(PUSH_TARGET, example('report', { run }));
    const known = () => registry.sessionOf(panel.id)?.model.timeline;
    await until(() => known()?.entries.length === 1);
    settings.update({ ...DEFAULT_SETTINGS, enabled: false });
    expect(registry.sessions).toEqual([]);
    server.traits.answers.hello_request = {
      ...server.traits.answers.hello_request,
      boot_id: 'second'
    };
    settings.update({ ...DEFAULT_SETTINGS });
    await until(() => phase() === 'ready');
    expect(known()?.entries).toHaveLength(1);
    expect(known()?.eras).toMatchObject([
      { endedBecause: 'off' },
      { endedBecause: null }
    ]);
  });

  it('lets no probe in while it is off', async () => {
    settings.update({ ...DEFAULT_SETTINGS, enabled: false });
    notebooks.add(panel.typed);
    const kernel = server.connect();
    panel.sessionContext.setKernel(kernel);
    await kernel.requestExecute({ code: 'cell' }).done;
    expect(server.executed).toEqual(['cell']);
    expect(registry.sessions).toEqual([]);
  });
});
