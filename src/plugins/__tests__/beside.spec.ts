import { type JupyterFrontEnd, LayoutRestorer } from '@jupyterlab/application';
import { StateDB } from '@jupyterlab/statedb';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { PromiseDelegate } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { FakeSession } from '../../kernel/testing';
import type { MemoryPanel } from '../../views/panel';
import { type BesideTab, BesideTabs } from '../beside';

const trans = nullTranslator.load('jupyterlab_heapscope');

/** An open notebook. */
class Notebook {
  constructor(public path: string) {}

  session = new FakeSession();
  readonly renamed = new Signal<this, void>(this);
  readonly id = 'notebook-1';
}

/** A page with its notebooks; what it keeps is in `state`. */
class Page {
  constructor(state = new StateDB()) {
    this.state = state;
    this._restorer = new LayoutRestorer({
      connector: state,
      first: this._first.promise,
      registry: this._commands
    });
    this._commands.addCommand('open-beside', {
      describedBy: { args: { type: 'object' } },
      execute: ({ path }) => this.tabs.reopen(`${path}`)
    });
    const { tracker } = this.tabs;
    void this._restorer.restore(tracker, {
      command: 'open-beside',
      args: tab => ({ path: (tab as BesideTab).path }),
      name: tab => (tab as BesideTab).path
    });
  }

  readonly state: StateDB;
  readonly notebooks: Notebook[] = [];
  readonly added: [Widget, object][] = [];
  readonly activated: string[] = [];
  readonly tabs = new BesideTabs({
    app: {
      shell: {
        add: (tab: Widget, _: string, options: object) =>
          this.added.push([tab, options]),
        activateById: (id: string) => this.activated.push(id)
      }
    } as unknown as JupyterFrontEnd,
    trans,
    create: () => new Widget() as MemoryPanel,
    notebookOf: session =>
      this.notebooks.find(one => one.session === session) ?? null,
    sessionAt: path =>
      this.notebooks.find(one => one.path === path)?.session ?? null
  });

  open(path: string): Notebook {
    const notebook = new Notebook(path);
    this.notebooks.push(notebook);
    this.tabs.fill();
    return notebook;
  }

  /** As JupyterLab restores what was open before. */
  async restore(): Promise<void> {
    this._first.resolve();
    await this._restorer.restored;
  }

  get labels(): string[] {
    return this.added
      .map(([tab]) => tab)
      .filter(tab => !tab.isDisposed)
      .map(tab => tab.title.label);
  }

  private readonly _commands = new CommandRegistry();
  private readonly _first = new PromiseDelegate<void>();
  private readonly _restorer: LayoutRestorer;
}

async function pageWithTab(): Promise<{ page: Page; notebook: Notebook }> {
  const page = new Page();
  await page.restore();
  const notebook = page.open('work/orders.ipynb');
  await page.tabs.open(notebook.session);
  return { page, notebook };
}

describe('a tab beside its notebook', () => {
  it('is opened once, then brought to the front', async () => {
    const { page, notebook } = await pageWithTab();
    await page.tabs.open(notebook.session);
    const [[tab, options]] = page.added;
    expect(page.added).toHaveLength(1);
    expect(options).toEqual({
      ref: notebook.id,
      mode: 'split-right',
      activate: true
    });
    expect(page.activated).toEqual([tab.id]);
    expect(page.tabs.of(notebook.session)?.panel).toBeInstanceOf(Widget);
  });

  it('goes with its notebook', async () => {
    const { page, notebook } = await pageWithTab();
    notebook.session.dispose();
    expect(page.labels).toEqual([]);
    expect(page.tabs.tracker.size).toBe(0);
  });

  it('goes when Heapscope is switched off, and comes back with it, in the background', async () => {
    const { page, notebook } = await pageWithTab();
    notebook.session.dispose();
    notebook.session = new FakeSession();
    page.tabs.bringBack(notebook.session);
    expect(page.labels).toEqual(['Memory: orders.ipynb']);
    expect(page.added[1][1]).toMatchObject({ activate: false });
    expect(page.tabs.of(notebook.session)?.panel).toBeInstanceOf(Widget);
  });

  it('does not come back when the user had closed it', async () => {
    const { page, notebook } = await pageWithTab();
    page.tabs.of(notebook.session)?.dispose();
    notebook.session.dispose();
    notebook.session = new FakeSession();
    page.tabs.bringBack(notebook.session);
    expect(page.labels).toEqual([]);
  });

  it('is of the session that asked, also where another shows the same notebook', async () => {
    const { page } = await pageWithTab();
    const other = page.open('work/orders.ipynb');
    await page.tabs.open(other.session);
    expect(page.tabs.of(other.session)).not.toBeNull();
  });
});

describe('after a reload of the page', () => {
  it('the tab is there again, and filled when its notebook comes', async () => {
    const { page } = await pageWithTab();
    const next = new Page(page.state);
    await next.restore();
    expect(next.labels).toEqual(['Memory: orders.ipynb']);
    const { session } = next.open('work/orders.ipynb');
    expect(next.tabs.of(session)?.panel).not.toBeNull();
    next.tabs.closeEmpty();
    expect(next.labels).toHaveLength(1);
  });

  it('the tab is filled at once when the notebook was there first', async () => {
    const { page } = await pageWithTab();
    const next = new Page(page.state);
    const { session } = next.open('work/orders.ipynb');
    await next.restore();
    expect(next.tabs.of(session)?.panel).not.toBeNull();
  });

  it('the tab of a renamed notebook follows it', async () => {
    const { page, notebook } = await pageWithTab();
    notebook.path = 'work/renamed.ipynb';
    notebook.renamed.emit();
    expect(page.labels).toEqual(['Memory: renamed.ipynb']);
    await new Promise(resolve => setTimeout(resolve));
    const next = new Page(page.state);
    await next.restore();
    expect(next.labels).toEqual(['Memory: renamed.ipynb']);
  });

  it('the tab of a notebook that is gone closes, and does not come again', async () => {
    const { page } = await pageWithTab();
    const next = new Page(page.state);
    await next.restore();
    next.tabs.closeEmpty();
    expect(next.labels).toEqual([]);
    await new Promise(resolve => setTimeout(resolve));
    const third = new Page(page.state);
    await third.restore();
    expect(third.labels).toEqual([]);
  });

  it('a tab that was closed stays closed', async () => {
    const { page, notebook } = await pageWithTab();
    page.tabs.of(notebook.session)?.dispose();
    await new Promise(resolve => setTimeout(resolve));
    const next = new Page(page.state);
    await next.restore();
    expect(next.labels).toEqual([]);
  });
});
