import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ReactWidget } from '@jupyterlab/ui-components';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import React from 'react';

import { IHeapscope } from '../tokens';
// eslint-disable-next-line jupyter/prefer-lazy-imports -- the status bar takes its items at start-up
import { StatusItem } from '../views/statusbar/StatusItem';
import { ISettings } from './settings';

/** Memory of the active notebook's kernel in the status bar. */
export const statusbar: JupyterFrontEndPlugin<void> = {
  id: 'jupyterlab-heapscope:statusbar',
  description: 'Memory of the active notebook in the status bar.',
  autoStart: true,
  requires: [IHeapscope, ISettings],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    heapscope: IHeapscope,
    settings: ISettings,
    bar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('jupyterlab_heapscope');
    bar?.registerStatusItem('jupyterlab-heapscope:memory', {
      item: ReactWidget.create(
        <StatusItem
          heapscope={heapscope}
          settings={settings}
          commands={app.commands}
          trans={trans}
        />
      ),
      align: 'left',
      rank: 3
    });
  }
};
