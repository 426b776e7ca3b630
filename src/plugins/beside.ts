import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { StackedPanel } from '@lumino/widgets';

import type { IMemorySession } from '../tokens';
import type { MemoryPanel } from '../views/panel';
import { memoryIcon } from '../views/shared/icons';

/** What is needed of a notebook to stand beside it. */
export interface INotebookOfPanel {
  readonly id: string;
  readonly path: string;
  readonly renamed: ISignal<unknown, unknown>;
}

export interface IBesideTabsOptions {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  /** Make a panel for a session; null when its notebook is gone. */
  readonly create: (session: IMemorySession) => MemoryPanel | null;
  readonly notebookOf: (session: IMemorySession) => INotebookOfPanel | null;
  /** The session of an open notebook; null while there is none. */
  readonly sessionAt: (path: string) => IMemorySession | null;
}

/** The memory panel of one notebook as a tab of the dock; empty until the notebook is there. */
export class BesideTab extends MainAreaWidget<StackedPanel> {
  constructor(trans: TranslationBundle, path: string) {
    super({ content: new StackedPanel() });
    this._trans = trans;
    this.toolbar.hide();
    this.title.icon = memoryIcon;
    this.title.closable = true;
    this.path = path;
  }

  /** Of the notebook. */
  get path(): string {
    return this._path;
  }

  set path(path: string) {
    this._path = path;
    const name = PathExt.basename(path);
    this.title.label = this._trans.__('Memory: %1', name);
  }

  get panel(): MemoryPanel | null {
    return this._panel;
  }

  get session(): IMemorySession | null {
    return this._session;
  }

  fill(session: IMemorySession, panel: MemoryPanel): void {
    this._session = session;
    this._panel = panel;
    this.content.addWidget(panel);
  }

  private readonly _trans: TranslationBundle;
  private _path = '';
  private _session: IMemorySession | null = null;
  private _panel: MemoryPanel | null = null;
}

/** The tabs beside their notebooks; those that a reload of the page took are opened again by their paths. */
export class BesideTabs {
  constructor(private readonly _options: IBesideTabsOptions) {}

  /** What the layout is restored by. */
  readonly tracker = new WidgetTracker<BesideTab>({
    namespace: 'heapscope-beside'
  });

  of(session: IMemorySession): BesideTab | null {
    return this.tracker.find(tab => tab.session === session) ?? null;
  }

  /** Open a notebook's tab, or bring it to the front. */
  async open(session: IMemorySession): Promise<void> {
    const { app, notebookOf } = this._options;
    const known = this.of(session);
    const notebook = notebookOf(session);
    if (known) {
      app.shell.activateById(known.id);
    } else if (notebook) {
      await this._open(session, notebook, true);
    }
  }

  /** Open the tab of a notebook that may come later; resolves when it is tracked. */
  async reopen(path: string): Promise<void> {
    const tab = this._create(path);
    this._fill(tab, this._options.sessionAt(path));
    this._options.app.shell.add(tab, 'main', { activate: false });
    await this.tracker.add(tab);
  }

  /** A notebook may have come that a tab waits for. */
  fill(): void {
    this.tracker
      .filter(tab => !tab.session)
      .forEach(tab => this._fill(tab, this._options.sessionAt(tab.path)));
  }

  /** Heapscope was switched on again: a notebook that had a tab has it again. */
  bringBack(session: IMemorySession): void {
    const notebook = this._options.notebookOf(session);
    if (this._takenAway.delete(session.id) && notebook) {
      void this._open(session, notebook, false);
    }
  }

  /** Those notebooks that are not there by now do not come. */
  closeEmpty(): void {
    this.tracker.filter(tab => !tab.session).forEach(tab => tab.dispose());
  }

  private async _open(
    session: IMemorySession,
    notebook: INotebookOfPanel,
    activate: boolean
  ): Promise<void> {
    const { id: ref, path } = notebook;
    const tab = this._create(path);
    this._fill(tab, session);
    const place = { ref, mode: 'split-right', activate } as const;
    this._options.app.shell.add(tab, 'main', place);
    await this.tracker.add(tab);
  }

  private _create(path: string): BesideTab {
    return new BesideTab(this._options.trans, path);
  }

  private _fill(tab: BesideTab, session: IMemorySession | null): void {
    const { create, notebookOf } = this._options;
    const notebook = session && notebookOf(session);
    const panel = session && notebook && create(session);
    if (!panel) {
      return;
    }
    tab.fill(session, panel);
    const rename = () => {
      tab.path = notebook.path;
      void this.tracker.save(tab);
    };
    const close = () => {
      // The notebook is still open, or its id never comes again.
      this._takenAway.add(session.id);
      tab.dispose();
    };
    notebook.renamed.connect(rename);
    session.disposed.connect(close);
    tab.disposed.connect(() => {
      notebook.renamed.disconnect(rename);
      session.disposed.disconnect(close);
    });
  }

  /** The ids of sessions that went, and their tabs with them. */
  private readonly _takenAway = new Set<string>();
}
