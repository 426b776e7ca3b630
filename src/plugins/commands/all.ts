import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker } from '@jupyterlab/notebook';

import type { IMemoryPanels } from '../panels';
import {
  addClosing,
  addHistory,
  addNotebookSwitch,
  addPages,
  addQueries
} from './details';
import { addBaseline, addCollect, addRecording } from './probe';
import type { CommandScope } from './scope';
import { addPanels, NavigationCommands } from './screen';

/** What the commands act on besides sessions. */
export interface ICommandTargets {
  readonly app: JupyterFrontEnd;
  readonly panels: IMemoryPanels;
  readonly notebooks: INotebookTracker;
  /** Null where files cannot be opened. */
  readonly documents: IDocumentManager | null;
}

/** Register all commands. */
export function addCommands(
  scope: CommandScope,
  targets: ICommandTargets
): void {
  addCollect(scope);
  addRecording(scope);
  addBaseline(scope);
  addPages(scope);
  addClosing(scope);
  addQueries(scope);
  addHistory(scope);
  addNotebookSwitch(scope);
  addPanels(scope, targets.panels);
  new NavigationCommands(
    scope,
    targets.app,
    targets.notebooks,
    targets.documents
  ).add();
}
