import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import {
  ITranslator,
  nullTranslator,
  type TranslationBundle
} from '@jupyterlab/translation';

import { CommandIDs } from '../../commands';
import { IHeapscope } from '../../tokens';
import { IMemoryPanels } from '../panels';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- menus, palette and shortcuts ask for labels and states at start-up
import { addCommands } from './all';
import { CommandScope } from './scope';

/** All commands of Heapscope, and those for the palette in it. */
export const commands: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-heapscope:commands',
  description: 'The commands of Heapscope.',
  autoStart: true,
  requires: [IHeapscope, IMemoryPanels, INotebookTracker],
  optional: [ITranslator, ICommandPalette, IDocumentManager],
  activate: (
    app: JupyterFrontEnd,
    heapscope: IHeapscope,
    panels: IMemoryPanels,
    notebooks: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    documents: IDocumentManager | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_heapscope');
    const scope = new CommandScope(app.commands, heapscope, trans);
    addCommands(scope, { app, panels, notebooks, documents });
    if (palette) {
      fillPalette(palette, heapscope, trans);
    }
  }
};

const IN_PALETTE = [
  CommandIDs.togglePanel,
  CommandIDs.openBeside,
  CommandIDs.collectGarbage,
  CommandIDs.setRecording,
  CommandIDs.setBaseline,
  CommandIDs.clearBaseline,
  CommandIDs.clearHistory,
  CommandIDs.toggleNotebook
];

function fillPalette(
  palette: ICommandPalette,
  heapscope: IHeapscope,
  trans: TranslationBundle
): void {
  const category = trans.__('Memory');
  const args = { isPalette: true };
  IN_PALETTE.forEach(command => palette.addItem({ command, category, args }));
  let views: { dispose(): void }[] = [];
  const listViews = () => {
    views.forEach(view => view.dispose());
    views = heapscope.views.map(view =>
      palette.addItem({
        command: CommandIDs.showView,
        category,
        args: { ...args, view: view.id }
      })
    );
  };
  heapscope.viewsChanged.connect(listViews);
  listViews();
}
