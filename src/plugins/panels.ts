import type { JupyterFrontEnd } from '@jupyterlab/application';
import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { IMemorySession } from '../tokens';
import type { MemoryPanel, SidebarPanel } from '../views/panel';
import { memoryIcon } from '../views/shared/icons';

/** The memory panels on the screen: the one in the sidebar, and those beside their notebooks. */
export interface IMemoryPanels {
  /** True while the one in the sidebar can be seen. */
  readonly isShown: boolean;
  readonly shownChanged: ISignal<unknown, void>;
  /** Show or hide the one in the sidebar. */
  toggle(): void;
  /** Bring a notebook's panel to the front, with a view when one is given. */
  show(session: IMemorySession, view?: string): void;
  /** False in Notebook 7, whose main area holds one widget. */
  readonly canOpenBeside: boolean;
  /** Open a notebook's panel as a tab of the dock. */
  openBeside(session: IMemorySession): void;
}

export const IMemoryPanels = new Token<IMemoryPanels>(
  'jupyterlab-heapscope:IMemoryPanels',
  'The memory panels on the screen.'
);

export interface IMemoryPanelsOptions {
  readonly app: JupyterFrontEnd;
  readonly trans: TranslationBundle;
  readonly sidebar: SidebarPanel;
  readonly canOpenBeside: boolean;
  /** Make a panel for a session; null when its notebook is gone. */
  readonly create: (session: IMemorySession) => MemoryPanel | null;
  /** What a tab beside a notebook follows. */
  readonly notebookOf: (session: IMemorySession) => INotebookOfPanel | null;
}

/** What is needed of a notebook to stand beside it. */
export interface INotebookOfPanel {
  readonly id: string;
  readonly name: string;
  readonly renamed: ISignal<unknown, unknown>;
}

/** Both shells have it, under no common interface. */
interface ICollapsible {
  collapseRight?(): void;
}

export class MemoryPanels implements IMemoryPanels {
  constructor(private readonly _options: IMemoryPanelsOptions) {}

  get isShown(): boolean {
    return this._options.sidebar.isVisible;
  }

  get shownChanged(): ISignal<unknown, void> {
    return this._options.sidebar.visibilityChanged;
  }

  get canOpenBeside(): boolean {
    return this._options.canOpenBeside;
  }

  toggle(): void {
    if (this.isShown) {
      (this._options.app.shell as ICollapsible).collapseRight?.();
    } else {
      this._showSidebar();
    }
  }

  show(session: IMemorySession, view?: string): void {
    const beside = this._beside.get(session);
    const panel = beside?.content ?? this._options.sidebar.panelOf(session);
    if (view !== undefined) {
      panel?.select(view);
    }
    if (beside) {
      this._options.app.shell.activateById(beside.id);
    } else if (!this.isShown) {
      this._showSidebar();
    }
  }

  openBeside(session: IMemorySession): void {
    const known = this._beside.get(session);
    if (known) {
      this._options.app.shell.activateById(known.id);
      return;
    }
    const notebook = this._options.notebookOf(session);
    const content = this._options.create(session);
    if (!notebook || !content) {
      return;
    }
    const tab = new MainAreaWidget({ content });
    tab.id = `jp-Heapscope-beside-${session.id}`;
    tab.toolbar.hide();
    tab.title.icon = memoryIcon;
    tab.title.closable = true;
    const rename = () => {
      tab.title.label = this._options.trans.__('Memory: %1', notebook.name);
    };
    const close = () => tab.dispose();
    rename();
    notebook.renamed.connect(rename);
    session.disposed.connect(close);
    tab.disposed.connect(() => {
      notebook.renamed.disconnect(rename);
      session.disposed.disconnect(close);
      this._beside.delete(session);
    });
    this._beside.set(session, tab);
    this._options.app.shell.add(tab, 'main', {
      ref: notebook.id,
      mode: 'split-right'
    });
  }

  private _showSidebar(): void {
    this._options.app.shell.activateById(this._options.sidebar.id);
  }

  private readonly _beside = new Map<
    IMemorySession,
    MainAreaWidget<MemoryPanel>
  >();
}
