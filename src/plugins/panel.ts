import {
  ILabShell,
  ILayoutRestorer,
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import {
  ISessionContextDialogs,
  SessionContextDialogs
} from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { CommandIDs } from '../commands';
import { IHeapscope, IMemorySession } from '../tokens';
import { builtInViews } from '../views';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- the layout is restored with the panel in it
import { IPanelOwner, MemoryPanel, SidebarPanel } from '../views/panel';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- the layout is restored with the tabs in it
import { BesideTabs, INotebookOfPanel } from './beside';
import { IMemoryPanels, MemoryPanels } from './panels';
import { ISettings } from './settings';

/** The memory panel in the sidebar and beside a notebook, and the views that come with Heapscope. */
export const panel: JupyterFrontEndPlugin<IMemoryPanels> = {
  id: 'jupyterlab-heapscope:panel',
  description: 'The memory panel and its views.',
  autoStart: true,
  requires: [IHeapscope, INotebookTracker, ISettings],
  optional: [ITranslator, ILayoutRestorer, ILabShell, ISessionContextDialogs],
  provides: IMemoryPanels,
  activate: (
    app: JupyterFrontEnd,
    heapscope: IHeapscope,
    notebooks: INotebookTracker,
    settings: ISettings,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    labShell: ILabShell | null,
    dialogs: ISessionContextDialogs | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_heapscope');
    const selectKernel =
      dialogs ??
      new SessionContextDialogs({ translator: translator ?? undefined });
    const ownerOf = (session: IMemorySession) => {
      const notebook = notebooks.find(one => one.id === session.id);
      return notebook ? new Owner(notebook, selectKernel) : null;
    };
    const create = (session: IMemorySession) => {
      const owner = ownerOf(session);
      if (!owner) {
        return null;
      }
      const context = { session, settings, commands: app.commands, trans };
      return new MemoryPanel({ context, registry: heapscope, owner });
    };
    builtInViews(trans).forEach(view => heapscope.addView(view));
    const sidebar = new SidebarPanel(heapscope, trans, create);
    followSwitch(sidebar, app, settings);
    restorer?.add(sidebar, sidebar.id);
    const tabs = new BesideTabs({
      app,
      trans,
      create,
      notebookOf: ownerOf,
      sessionAt: path => {
        const notebook = notebooks.find(one => one.context.path === path);
        return notebook ? heapscope.sessionOf(notebook.id) : null;
      }
    });
    if (labShell) {
      keepTabs(tabs, app, restorer);
      // A notebook has its session before or after the tracker knows it.
      heapscope.sessionAdded.connect((_, session) => {
        tabs.fill();
        tabs.bringBack(session);
      });
      notebooks.widgetAdded.connect(() => tabs.fill());
    }
    const canOpenBeside = labShell !== null;
    return new MemoryPanels({ app, sidebar, tabs, canOpenBeside });
  }
};

/** The panel is in the sidebar while Heapscope is on; switched on again, it is shown if it was before. */
function followSwitch(
  sidebar: SidebarPanel,
  app: JupyterFrontEnd,
  settings: ISettings
): void {
  let wasShown = false;
  const place = () => {
    if (!settings.value.enabled) {
      wasShown ||= sidebar.isVisible;
      sidebar.parent = null;
    } else if (!sidebar.parent) {
      app.shell.add(sidebar, 'right', { rank: 850 });
      if (wasShown) {
        wasShown = false;
        app.shell.activateById(sidebar.id);
      }
    }
  };
  settings.changed.connect(place);
  place();
}

/** Open the tabs again that were there before the page was reloaded. */
function keepTabs(
  tabs: BesideTabs,
  app: JupyterFrontEnd,
  restorer: ILayoutRestorer | null
): void {
  void restorer?.restore(tabs.tracker, {
    command: CommandIDs.openBeside,
    args: tab => ({ path: tab.path }),
    name: tab => tab.path
  });
  void app.restored.then(() => tabs.closeEmpty());
}

/** A notebook as the panel sees it. */
class Owner implements IPanelOwner, INotebookOfPanel {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _dialogs: ISessionContextDialogs
  ) {}

  get id(): string {
    return this._panel.id;
  }

  get path(): string {
    return this._panel.context.path;
  }

  get name(): string {
    return PathExt.basename(this.path);
  }

  get renamed() {
    return this._panel.context.pathChanged;
  }

  selectKernel(): void {
    void this._dialogs.selectKernel(this._panel.sessionContext);
  }
}
