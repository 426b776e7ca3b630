import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { Signal } from '@lumino/signaling';

import { CommandIDs } from '../../commands';
import { FakeSession } from '../../kernel/testing';
import { HeapscopeRegistry } from '../../model/registry';
import { RequestError } from '../../protocol';
import { example } from '../../protocol/__tests__/examples';
import type { IMemorySession } from '../../tokens';
import { addCommands } from '../commands/all';
import { CommandScope } from '../commands/scope';
import type { IMemoryPanels } from '../panels';

/** The panels on the screen, written down. */
class FakePanels implements IMemoryPanels {
  readonly shown: [string, string | undefined][] = [];
  readonly beside: string[] = [];
  readonly shownChanged = new Signal<object, void>({});
  isShown = false;
  canOpenBeside = true;

  toggle(): void {
    this.isShown = !this.isShown;
    this.shownChanged.emit();
  }

  show(session: IMemorySession, view?: string): void {
    this.shown.push([session.id, view]);
  }

  async openBeside(session: IMemorySession): Promise<void> {
    this.beside.push(session.id);
  }

  async reopenBeside(path: string): Promise<void> {
    this.beside.push(path);
  }
}

function bench() {
  const commands = new CommandRegistry();
  const registry = new HeapscopeRegistry();
  const panels = new FakePanels();
  const session = new FakeSession('notebook-1');
  registry.add(session);
  registry.setCurrent('notebook-1');
  addCommands(
    new CommandScope(
      commands,
      registry,
      nullTranslator.load('jupyterlab_heapscope')
    ),
    {
      app: { commands } as unknown as JupyterFrontEnd,
      panels,
      notebooks: { find: () => undefined } as unknown as INotebookTracker,
      documents: null
    }
  );
  session.model.kernel.update({ phase: 'ready', answersWhileBusy: true });
  return { commands, registry, panels, session };
}

describe('each command', () => {
  it('has a label, a caption and a description of its arguments', async () => {
    const { commands } = bench();
    for (const id of Object.values(CommandIDs)) {
      expect(commands.label(id)).toBeTruthy();
      expect(commands.caption(id)).toBeTruthy();
      const { args } = await commands.describedBy(id);
      expect(args).toMatchObject({ type: 'object' });
    }
  });

  it('does nothing without a session', async () => {
    const { commands, registry } = bench();
    registry.setCurrent('');
    for (const id of Object.values(CommandIDs)) {
      await expect(commands.execute(id)).resolves.toBeUndefined();
    }
    expect(commands.isEnabled(CommandIDs.collectGarbage)).toBe(false);
    expect(commands.isEnabled(CommandIDs.openBeside)).toBe(false);
  });

  it('acts on the session that is named, else on that of the active notebook', async () => {
    const { commands, registry, panels } = bench();
    registry.add(new FakeSession('notebook-2'));
    await commands.execute(CommandIDs.showView, { view: 'stack' });
    await commands.execute(CommandIDs.showView, { session: 'notebook-2' });
    await commands.execute(CommandIDs.showView, { session: 'gone' });
    expect(panels.shown).toEqual([
      ['notebook-1', 'stack'],
      ['notebook-2', undefined]
    ]);
  });
});

describe('clearing the history', () => {
  it('can be taken back', async () => {
    const { commands, session } = bench();
    const { timeline } = session.model;
    timeline.apply(example('report'));
    await commands.execute(CommandIDs.clearHistory);
    expect(timeline.entries).toHaveLength(0);
    const [{ message, options }] = Notification.manager.notifications;
    expect(message).toBe('The memory history was cleared.');
    options.actions?.[0].callback(new MouseEvent('click'));
    expect(timeline.entries).toHaveLength(1);
  });
});

describe('collecting garbage', () => {
  it('says what was collected', async () => {
    const { commands, session } = bench();
    session.channel.script('collect_request', example('collection'));
    session.channel.hold('collect_request');
    const done = commands.execute(CommandIDs.collectGarbage);
    const { collector } = session.model;
    expect(collector.progress.phase).toBe('collecting');
    session.channel.release('collect_request');
    await done;
    expect(collector.progress).toMatchObject({
      phase: 'done',
      collection: { unreachable: example('collection').unreachable }
    });
  });

  it.each([
    [false, 'queued'],
    [true, 'collecting']
  ])(
    'while a cell runs, with subshells: %s, is %s',
    async (answersWhileBusy, phase) => {
      const { commands, session } = bench();
      session.model.kernel.update({ busy: true, answersWhileBusy });
      session.channel.script('collect_request', example('collection'));
      session.channel.hold('collect_request');
      const done = commands.execute(CommandIDs.collectGarbage);
      expect(session.model.collector.progress.phase).toBe(phase);
      session.channel.release('collect_request');
      await done;
    }
  );

  it('says why it failed', async () => {
    const { commands, session } = bench();
    session.channel.script(
      'collect_request',
      new RequestError('failed', 'out of luck')
    );
    await commands.execute(CommandIDs.collectGarbage);
    expect(session.model.collector.progress).toEqual({
      phase: 'failed',
      message: 'out of luck'
    });
  });

  it('needs a probe that answers', () => {
    const { commands, session } = bench();
    expect(commands.isEnabled(CommandIDs.collectGarbage)).toBe(true);
    session.model.kernel.update({ phase: 'unsupported' });
    expect(commands.isEnabled(CommandIDs.collectGarbage)).toBe(false);
  });
});

describe('recording', () => {
  it('goes between off and on, or to the mode that is named', async () => {
    const { commands, session } = bench();
    session.channel.script('recording_request', ({ mode }) => ({
      ...example('recording'),
      recording: { ...example('recording').recording, mode }
    }));
    const mode = async (args = {}) => {
      await commands.execute(CommandIDs.setRecording, args);
      return session.model.recording.state?.mode;
    };
    expect(await mode()).toBe('on');
    expect(commands.isToggled(CommandIDs.setRecording)).toBe(true);
    expect(await mode()).toBe('off');
    expect(await mode({ mode: 'next' })).toBe('next');
    expect(await mode({ mode: 'sideways' })).toBe('off');
  });

  it('tells in the panel what went wrong', async () => {
    const { commands, session } = bench();
    session.channel.script(
      'recording_request',
      new RequestError('failed', 'no tracemalloc')
    );
    await commands.execute(CommandIDs.setRecording);
    expect(session.model.notices.items).toMatchObject([
      { level: 'error', text: 'no tracemalloc' }
    ]);
    await commands.execute(CommandIDs.dismissNotice, {
      id: session.model.notices.items[0].id
    });
    expect(session.model.notices.items).toEqual([]);
  });
});

describe('details', () => {
  it('close what was opened', async () => {
    const { commands, session } = bench();
    session.receive(example('members'), example('frames'));
    const { stack } = session.model;
    const { frame_id: frameId, name, path } = example('members');
    await commands.execute(CommandIDs.closeMembers, { frameId, name, path });
    expect(stack.members.size).toBe(0);
    const { stack_id: stackId, start } = example('frames');
    await commands.execute(CommandIDs.closeFrames, {
      stackId,
      starts: [start]
    });
    expect(stack.frames.size).toBe(0);
  });

  it('ask for a page of members, and reject for the view to say why', async () => {
    const { commands, session } = bench();
    session.channel.script(
      'members_request',
      new RequestError('changed', 'another object is there now')
    );
    const args = {
      frameId: 'global',
      name: 'person1',
      path: [0, 2],
      address: '0x7f'
    };
    await expect(
      commands.execute(CommandIDs.openMembers, args)
    ).rejects.toThrow('another object is there now');
    expect(session.channel.sent).toEqual([
      {
        kind: 'members_request',
        args: {
          frame_id: 'global',
          name: 'person1',
          path: [0, 2],
          address: '0x7f',
          start: 0,
          count: 100
        }
      }
    ]);
  });

  it('pull anew after what is asked for changed', async () => {
    const { commands, session } = bench();
    await commands.execute(CommandIDs.hideGroups, {
      hiddenGroups: ['module', 'nonsense']
    });
    await commands.execute(CommandIDs.groupAllocations, { groupBy: 'file' });
    await commands.execute(CommandIDs.filterVariables, {
      filter: 'x'.repeat(300)
    });
    expect(session.model.queries.value).toEqual({
      hiddenGroups: ['module'],
      variablesFilter: 'x'.repeat(200),
      groupAllocationsBy: 'file',
      orderAllocationsBy: 'bytes_delta'
    });
  });

  it('pull a new census when the baseline was put', async () => {
    const { commands, session } = bench();
    session.channel.script('baseline_request', example('baseline'));
    expect(commands.isEnabled(CommandIDs.setBaseline)).toBe(false);
    session.receive({ ...example('census'), complete: true });
    expect(commands.isEnabled(CommandIDs.setBaseline)).toBe(true);
    await commands.execute(CommandIDs.setBaseline);
    expect(session.model.census.baseline).not.toBeNull();
    expect(session.refreshed).toBe(1);
  });
});

describe('the screen', () => {
  it('shows and hides the panel, and says so in menus', async () => {
    const { commands } = bench();
    const changed: (string | undefined)[] = [];
    commands.commandChanged.connect((_, change) => changed.push(change.id));
    await commands.execute(CommandIDs.togglePanel);
    expect(commands.isToggled(CommandIDs.togglePanel)).toBe(true);
    expect(changed).toContain(CommandIDs.togglePanel);
  });

  it('hides "beside" where the main area holds one widget', () => {
    const { commands, panels } = bench();
    expect(commands.isVisible(CommandIDs.openBeside)).toBe(true);
    panels.canOpenBeside = false;
    expect(commands.isVisible(CommandIDs.openBeside)).toBe(false);
  });

  it('selects a run everywhere', async () => {
    const { commands, session } = bench();
    await commands.execute(CommandIDs.selectRun, { key: '0:3' });
    expect(session.model.selection.key).toBe('0:3');
    await commands.execute(CommandIDs.selectRun, { key: null });
    expect(session.model.selection.key).toBeNull();
  });

  it('switches one notebook off and on', async () => {
    const { commands, session } = bench();
    await commands.execute(CommandIDs.toggleNotebook);
    expect(session.isEnabled).toBe(false);
    expect(commands.label(CommandIDs.toggleNotebook)).toMatch(/^Switch On for/);
    await commands.execute(CommandIDs.toggleNotebook);
    expect(session.isEnabled).toBe(true);
  });
});
