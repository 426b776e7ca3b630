import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type { IMemorySession } from '../tokens';
import type { SidebarPanel } from '../views/panel';
import type { BesideTabs } from './beside';

/** The memory panels on the screen: the one in the sidebar, and those beside their notebooks. */
export interface IMemoryPanels {
  /** True while the one in the sidebar can be seen. */
  readonly isShown: boolean;
  readonly shownChanged: ISignal<unknown, void>;
  /** Show the one in the sidebar, and let the keyboard in, or hide it, and give the keyboard back. */
  toggle(): void;
  /** Bring a notebook's panel to the front, with a view when one is given. */
  show(session: IMemorySession, view?: string): void;
  /** False in Notebook 7, whose main area holds one widget. */
  readonly canOpenBeside: boolean;
  /** Open a notebook's panel as a tab of the dock. */
  openBeside(session: IMemorySession): Promise<void>;
  /** Open again what the page had before it was reloaded; the notebook of that path may come later. */
  reopenBeside(path: string): Promise<void>;
}

export const IMemoryPanels = new Token<IMemoryPanels>(
  'jupyterlab-heapscope:IMemoryPanels',
  'The memory panels on the screen.'
);

export interface IMemoryPanelsOptions {
  readonly app: JupyterFrontEnd;
  readonly sidebar: SidebarPanel;
  readonly tabs: BesideTabs;
  readonly canOpenBeside: boolean;
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
    const { app, sidebar } = this._options;
    if (!this.isShown) {
      this._showSidebar();
      sidebar.node.focus();
      return;
    }
    const hadFocus = sidebar.node.contains(document.activeElement);
    this._hideSidebar();
    if (hadFocus) {
      app.shell.currentWidget?.activate();
    }
  }

  show(session: IMemorySession, view?: string): void {
    const beside = this._options.tabs.of(session);
    const panel = beside?.panel ?? this._options.sidebar.panelOf(session);
    if (view !== undefined) {
      panel?.select(view);
    }
    if (beside) {
      this._options.app.shell.activateById(beside.id);
    } else if (!this.isShown) {
      this._showSidebar();
    }
  }

  async openBeside(session: IMemorySession): Promise<void> {
    await this._options.tabs.open(session);
    if (this.isShown) {
      this._hideSidebar(); // it would show the same once more, and leave the notebook little room
    }
  }

  reopenBeside(path: string): Promise<void> {
    return this._options.tabs.reopen(path);
  }

  private _hideSidebar(): void {
    (this._options.app.shell as ICollapsible).collapseRight?.();
  }

  private _showSidebar(): void {
    this._options.app.shell.activateById(this._options.sidebar.id);
  }
}
