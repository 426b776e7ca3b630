import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IToolbarWidgetRegistry } from '@jupyterlab/apputils';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import { IHeapscope } from '../tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- a factory of toolbar items must return a widget at once
import * as items from '../views/toolbar';
import { IMemoryPanels } from './panels';
import { ISettings } from './settings';
import { SessionSlot } from './slot';

/** Memory, collect, record and the panel in the toolbar of each notebook; placed by schema/plugin.json. */
export const toolbar: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-heapscope:toolbar',
  description: 'Items of Heapscope in the toolbar of notebooks.',
  autoStart: true,
  requires: [IHeapscope, IMemoryPanels, ISettings, IToolbarWidgetRegistry],
  optional: [ITranslator],
  activate: (
    app: JupyterFrontEnd,
    heapscope: IHeapscope,
    panels: IMemoryPanels,
    settings: ISettings,
    registry: IToolbarWidgetRegistry,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_heapscope');
    const { commands } = app;
    const add = (
      name: string,
      item: (context: items.ItemContext) => JSX.Element | null
    ) => {
      registry.addFactory<NotebookPanel>('Notebook', name, panel => {
        const shortcutOf = (command: string) => shortcut(commands, command);
        return new items.ToolbarItem(
          new SessionSlot(heapscope, panel),
          { settings, commands, trans, shortcutOf },
          item
        );
      });
    };
    add('heapscope-memory', items.ChipItem);
    add('heapscope-collect', items.CollectItem);
    add('heapscope-record', items.RecordItem);
    add('heapscope-panel', items.createPanelItem(panels));
  }
};

/** The keys of a command as text; empty without any. */
function shortcut(commands: CommandRegistry, command: string): string {
  const binding = commands.keyBindings.find(one => one.command === command);
  return binding ? CommandRegistry.formatKeystroke(binding.keys) : '';
}
