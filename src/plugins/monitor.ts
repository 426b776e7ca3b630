import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { DisposableDelegate } from '@lumino/disposable';

import { HeapscopeRegistry } from '../model/registry';
import { IHeapscope } from '../tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- a notebook's first kernel must be followed from its start
import { Notebooks } from './notebooks';
import { ISettings } from './settings';

/** Watches the memory of each open notebook's kernel. */
export const monitor: JupyterFrontEndPlugin<IHeapscope> = {
  id: 'jupyterlab-heapscope:monitor',
  description: 'Watches the memory of the kernels of open notebooks.',
  autoStart: true,
  requires: [INotebookTracker, ISettings],
  optional: [ITranslator],
  provides: IHeapscope,
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    settings: ISettings,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_heapscope');
    const registry = new HeapscopeRegistry();
    const notebooks = new Notebooks({ registry, settings, trans });

    // The tracker tells of a notebook only after its place was saved; its kernel may be there by then.
    app.docRegistry.addWidgetExtension('Notebook', {
      createNew: (panel: NotebookPanel) => {
        notebooks.add(panel);
        return new DisposableDelegate(() => undefined);
      }
    });
    // Those that were open before, and those of other factories.
    tracker.forEach(panel => notebooks.add(panel));
    tracker.widgetAdded.connect((_, panel) => notebooks.add(panel));

    const follow = () => registry.setCurrent(tracker.currentWidget?.id ?? '');
    tracker.currentChanged.connect(follow);
    follow();
    return registry;
  }
};
