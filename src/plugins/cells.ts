import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IHeapscope } from '../tokens';
import { ISettings } from './settings';
import { SessionSlot } from './slot';

/** Badges between the input and the output of code cells. */
export const cells: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-heapscope:cells',
  description: 'What each cell did to memory, under its input.',
  autoStart: true,
  requires: [IHeapscope, INotebookTracker, ISettings],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    heapscope: IHeapscope,
    notebooks: INotebookTracker,
    settings: ISettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_heapscope');
    const attach = async (panel: NotebookPanel) => {
      const { CellBadges } = await import('./badges');
      if (!panel.isDisposed) {
        const badges = new CellBadges({
          panel,
          slot: new SessionSlot(heapscope, panel),
          settings,
          commands: app.commands,
          trans
        });
        panel.disposed.connect(() => badges.dispose());
      }
    };
    notebooks.forEach(panel => void attach(panel));
    notebooks.widgetAdded.connect((_, panel) => void attach(panel));
  }
};
