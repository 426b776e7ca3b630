import { CodeCell } from '@jupyterlab/cells';
import {
  Notebook,
  NotebookModel,
  StaticNotebook,
  type NotebookPanel
} from '@jupyterlab/notebook';
import { NBTestUtils } from '@jupyterlab/notebook/lib/testutils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { ISharedCodeCell } from '@jupyter/ydoc';
import { Signal } from '@lumino/signaling';
import { type PanelLayout, Widget } from '@lumino/widgets';

import { CommandIDs } from '../../commands';
import { FakeSession } from '../../kernel/testing';
import { SettingsModel } from '../../model/settings';
import { example } from '../../protocol/__tests__/examples';
import { CellBadges } from '../badges';
import type { SessionSlot } from '../slot';

const report = example('report');

/** A notebook with three code cells, its session, and its badges. */
function bench() {
  const notebook = new Notebook({
    editorConfig: NBTestUtils.defaultEditorConfig,
    rendermime: NBTestUtils.defaultRenderMime(),
    contentFactory: NBTestUtils.createNotebookFactory(),
    mimeTypeService: NBTestUtils.mimeTypeService,
    notebookConfig: {
      ...StaticNotebook.defaultNotebookConfig,
      windowingMode: 'none'
    }
  });
  const model = new NotebookModel();
  notebook.model = model;
  model.sharedModel.deleteCellRange(0, model.cells.length);
  for (const id of ['a', 'b', 'c']) {
    model.sharedModel.addCell({ cell_type: 'code', id });
  }
  Widget.attach(notebook, document.body);

  const session = new FakeSession();
  session.model.kernel.update({ phase: 'ready' });
  const settings = new SettingsModel();
  const commands = new CommandRegistry();
  const executed: object[] = [];
  for (const id of [CommandIDs.selectRun, CommandIDs.showView]) {
    commands.addCommand(id, {
      execute: args => void executed.push({ id, ...args })
    });
  }
  const slot = {
    session,
    changed: new Signal<object, void>({}),
    dispose: () => undefined
  };
  const badges = new CellBadges({
    panel: { content: notebook } as unknown as NotebookPanel,
    slot: slot as unknown as SessionSlot,
    settings,
    commands,
    trans: nullTranslator.load('jupyterlab_heapscope')
  });
  return { badges, executed, notebook, model, session, settings, slot };
}

/** One frame for the badges, one for React. */
async function frames(): Promise<void> {
  for (let left = 4; left > 0; left--) {
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

function runOf(cellId: string, runId: number, deltaBytes = 1024) {
  const rss_before_bytes = 100 * 1024 ** 2;
  return {
    ...report,
    run: {
      ...report.run,
      run_id: runId,
      cell_id: cellId,
      rss_before_bytes,
      rss_after_bytes: rss_before_bytes + deltaBytes
    }
  };
}

/** Texts of the badges by the id of their cell. */
function badgesOf(notebook: Notebook): Record<string, string | null> {
  const found = notebook.widgets.flatMap(cell =>
    [...cell.node.querySelectorAll('.jp-Heapscope-cellBadgeDelta')].map(
      badge => [cell.model.id, badge.textContent]
    )
  );
  return Object.fromEntries(found);
}

let open: ReturnType<typeof bench>;

beforeEach(() => {
  // Yjs warns of the way in which JupyterLab makes cells.
  jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  open = bench();
});

afterEach(() => {
  open.badges.dispose();
  open.notebook.dispose();
  jest.restoreAllMocks();
});

describe('badges', () => {
  it('stand between the input and the output of the cell that ran', async () => {
    const { notebook, session } = open;
    session.receive(runOf('b', 1));
    await frames();
    expect(badgesOf(notebook)).toEqual({ b: 'Memory:+1 KiB' });
    const classes = [...notebook.widgets[1].node.children].map(
      child => child.className
    );
    const at = (name: string) => classes.findIndex(text => text.includes(name));
    expect(at('jp-Heapscope-cellBadgeHost')).toBe(
      at('jp-Cell-inputWrapper') + 1
    );
    expect(at('jp-Heapscope-cellBadgeHost')).toBeLessThan(
      at('jp-Cell-outputWrapper')
    );
  });

  it('wait once for a cell that is not rendered yet, however many samples come', async () => {
    const { notebook, session } = open;
    const cell = notebook.widgets[1];
    const input = (cell.layout as PanelLayout).widgets.find(one =>
      one.hasClass('jp-Cell-inputWrapper')
    );
    input?.removeClass('jp-Cell-inputWrapper');
    let render = () => undefined as void;
    const ready = new Promise<void>(resolve => (render = resolve));
    const asked = jest.spyOn(cell, 'ready', 'get').mockReturnValue(ready);
    session.receive(runOf('b', 1));
    for (let id = 2; id < 6; id += 1) {
      session.receive(runOf('c', id));
      await frames();
    }
    expect(asked).toHaveBeenCalledTimes(1);
    input?.addClass('jp-Cell-inputWrapper');
    render();
    await frames();
    expect(badgesOf(notebook)).toMatchObject({ b: 'Memory:+1 KiB' });
  });

  it('show the last run of a cell that runs again', async () => {
    const { notebook, session } = open;
    session.receive(runOf('b', 1));
    await frames();
    session.receive(runOf('b', 2, -2048));
    await frames();
    expect(badgesOf(notebook)).toEqual({ b: 'Memory:−2 KiB' });
  });

  it('go with a moved cell, and not with a copy', async () => {
    const { notebook, model, session } = open;
    session.receive(runOf('a', 1), runOf('b', 2, 4096));
    await frames();
    model.sharedModel.moveCell(0, 2);
    model.sharedModel.insertCell(0, { cell_type: 'code', id: 'copy' });
    await frames();
    expect(notebook.widgets.map(cell => cell.model.id)).toEqual([
      'copy',
      'b',
      'c',
      'a'
    ]);
    expect(badgesOf(notebook)).toEqual({
      a: 'Memory:+1 KiB',
      b: 'Memory:+4 KiB'
    });
  });

  it('come back with a cell that is deleted and put back', async () => {
    const { notebook, model, session } = open;
    session.receive(runOf('c', 1));
    await frames();
    model.sharedModel.deleteCell(2);
    await frames();
    expect(badgesOf(notebook)).toEqual({});
    model.sharedModel.insertCell(0, { cell_type: 'code', id: 'c' });
    await frames();
    expect(badgesOf(notebook)).toEqual({ c: 'Memory:+1 KiB' });
  });

  it('go when the kernel is restarted', async () => {
    const { notebook, session } = open;
    session.receive(runOf('a', 1));
    await frames();
    session.model.timeline.endEra('restarted');
    session.model.reset();
    await frames();
    expect(badgesOf(notebook)).toEqual({});
    session.receive(runOf('b', 1));
    await frames();
    expect(badgesOf(notebook)).toEqual({ b: 'Memory:+1 KiB' });
  });

  it('come back when Heapscope is switched on again, but not where the cell ran unseen', async () => {
    const { notebook, session, model } = open;
    ['a', 'b'].forEach((id, at) => session.receive(runOf(id, at + 1)));
    const { timeline } = session.model;
    const prompt = report.run.execution_count;
    model.sharedModel.cells.forEach((cell, at) => {
      const count = at === 0 ? prompt : (prompt ?? 0) + 1;
      (cell as ISharedCodeCell).execution_count = count;
    });
    timeline.endEra('off');
    await frames();
    expect(badgesOf(notebook)).toEqual({});
    session.model.reset(true);
    await frames();
    expect(badgesOf(notebook)).toEqual({ a: 'Memory:+1 KiB' });
    session.receive(runOf('a', 1, 2048));
    await frames();
    expect(badgesOf(notebook)).toEqual({ a: 'Memory:+2 KiB' });
  });

  it('follow a cell while it runs', async () => {
    const { notebook, session } = open;
    const started = { ...example('run_started'), cell_id: 'a', run_id: 1 };
    session.receive({ ...started, rss_before_bytes: 0 });
    session.receive({ ...example('sample'), run_id: 1, rss_bytes: 3072 });
    await frames();
    expect(badgesOf(notebook)).toEqual({ a: 'Memory:+3 KiB' });
    expect(notebook.node.textContent).toContain('so far');
    session.receive(runOf('a', 1));
    await frames();
    expect(notebook.node.textContent).not.toContain('so far');
  });

  it('are not there when the user wants none, or the session is gone', async () => {
    const { notebook, session, settings, slot } = open;
    session.receive(runOf('a', 1));
    await frames();
    settings.update({ showBadges: false });
    await frames();
    expect(badgesOf(notebook)).toEqual({});
    settings.update({});
    await frames();
    expect(badgesOf(notebook)).toEqual({ a: 'Memory:+1 KiB' });
    Object.assign(slot, { session: null });
    slot.changed.emit();
    await frames();
    expect(badgesOf(notebook)).toEqual({});
  });

  it('open their run in the timeline', async () => {
    const { executed, notebook, session } = open;
    session.receive(runOf('a', 1));
    await frames();
    notebook.node
      .querySelector<HTMLElement>('.jp-Heapscope-cellBadge')
      ?.click();
    expect(executed).toEqual([
      { id: CommandIDs.selectRun, session: session.id, key: '0:1' },
      { id: CommandIDs.showView, session: session.id, view: 'timeline' }
    ]);
  });

  it('leave nothing behind', async () => {
    const { badges, notebook, session } = open;
    session.receive(runOf('a', 1));
    await frames();
    badges.dispose();
    expect(
      notebook.node.querySelector('.jp-Heapscope-cellBadgeHost')
    ).toBeNull();
    expect(notebook.widgets[0]).toBeInstanceOf(CodeCell);
  });
});
