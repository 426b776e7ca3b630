import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';

import { CommandIDs } from '../../commands';
import type { TimelineEntry } from '../../model/timeline';
import type { Location } from '../../protocol';
import type { IMemorySession } from '../../tokens';
import { besideIcon, memoryIcon } from '../../views/shared/icons';
import { hasCell, openFile, revealCell, servedPath } from '../navigation';
import type { IMemoryPanels } from '../panels';
import { Arguments, describeArguments, locationOf, textOf } from './arguments';
import type { CommandScope } from './scope';

/** The panels on the screen. */
export function addPanels(scope: CommandScope, panels: IMemoryPanels): void {
  const { commands, heapscope, trans } = scope;
  commands.addCommand(CommandIDs.togglePanel, {
    label: trans.__('Memory'),
    caption: trans.__('Show or hide the memory panel'),
    icon: args => (args.isPalette ? undefined : memoryIcon),
    describedBy: describeArguments(),
    isToggleable: true,
    isToggled: () => panels.isShown,
    execute: () => panels.toggle()
  });
  panels.shownChanged.connect(() =>
    commands.notifyCommandChanged(CommandIDs.togglePanel)
  );
  commands.addCommand(CommandIDs.openBeside, {
    label: trans.__('Open Memory Beside the Notebook'),
    caption: trans.__('Open the memory panel as a tab beside its notebook'),
    icon: args => (args.isPalette ? undefined : besideIcon),
    describedBy: describeArguments({
      path: {
        type: 'string',
        description: 'Of a notebook that may be opened later.'
      }
    }),
    isVisible: () => panels.canOpenBeside,
    isEnabled: args => panels.canOpenBeside && scope.sessionOf(args) !== null,
    execute: args => {
      const path = textOf(args, 'path');
      return path === null
        ? scope.with(args, session => panels.openBeside(session))
        : panels.reopenBeside(path);
    }
  });
  commands.addCommand(CommandIDs.showView, {
    label: args => {
      const view = heapscope.views.find(one => one.id === args.view);
      return view
        ? trans.__('Show Memory: %1', view.label)
        : trans.__('Show a View of Memory');
    },
    caption: trans.__('Show a view of the memory panel'),
    describedBy: describeArguments({ view: { type: 'string' } }),
    isEnabled: args => scope.sessionOf(args) !== null,
    execute: args =>
      scope.with(args, session =>
        panels.show(session, textOf(args, 'view') ?? undefined)
      )
  });
}

/** The ways from a figure to the code it is of. */
export class NavigationCommands {
  constructor(
    private readonly _scope: CommandScope,
    private readonly _app: JupyterFrontEnd,
    private readonly _notebooks: INotebookTracker,
    private readonly _documents: IDocumentManager | null
  ) {}

  /** Register them. */
  add(): void {
    const { commands, trans } = this._scope;
    commands.addCommand(CommandIDs.selectRun, {
      label: trans.__('Select Run'),
      caption: trans.__('Select a run of a cell in the memory panel'),
      describedBy: describeArguments({
        key: { type: ['string', 'null'] },
        reveal: { type: 'boolean' }
      }),
      execute: args =>
        this._scope.with(args, session => this._selectRun(session, args))
    });
    commands.addCommand(CommandIDs.goToLocation, {
      label: trans.__('Go to Code'),
      caption: trans.__('Go to a line of a cell or a file'),
      describedBy: describeArguments({ location: { type: 'object' } }, [
        'location'
      ]),
      isEnabled: args => this._canGo(args),
      execute: args =>
        this._scope.with(args, session => this._go(session, locationOf(args)))
    });
  }

  private async _selectRun(
    session: IMemorySession,
    args: Arguments
  ): Promise<void> {
    const { selection, timeline } = session.model;
    const key = textOf(args, 'key');
    selection.select(key);
    if (key === null || !args.reveal) {
      return;
    }
    const entry = timeline.entry(key);
    const running = timeline.running?.key === key ? timeline.running : null;
    const cell = cellOf(entry) ?? running?.started.cell_id;
    const panel = this._panelOf(session);
    if (panel && cell) {
      await revealCell(this._app, panel, cell, null);
    }
  }

  private _canGo(args: Arguments): boolean {
    const session = this._scope.sessionOf(args);
    const location = locationOf(args);
    const panel = session && this._panelOf(session);
    if (!location || !panel) {
      return false;
    }
    return location.cell_id === null
      ? this._documents !== null && servedPath(location.file) !== null
      : hasCell(panel, location.cell_id);
  }

  private async _go(
    session: IMemorySession,
    location: Location | null
  ): Promise<void> {
    const panel = this._panelOf(session);
    if (!location || !panel) {
      return;
    }
    const { trans } = this._scope;
    if (location.cell_id !== null) {
      const { cell_id, line } = location;
      if (!(await revealCell(this._app, panel, cell_id, line))) {
        this._tell(
          session,
          trans.__('That cell is no longer in the notebook.')
        );
      }
      return;
    }
    const path = servedPath(location.file);
    if (path === null || !this._documents) {
      this._tell(
        session,
        trans.__(
          '%1 is not in the folder that Jupyter serves, so it cannot be opened here.',
          location.file
        )
      );
      return;
    }
    try {
      await openFile(this._app, this._documents, path, location.line);
    } catch {
      this._tell(session, trans.__('%1 could not be opened.', location.file));
    }
  }

  private _tell(session: IMemorySession, text: string): void {
    session.model.notices.show({
      id: 'go-to-location',
      level: 'info',
      text,
      detail: null
    });
  }

  private _panelOf(session: IMemorySession): NotebookPanel | null {
    return this._notebooks.find(panel => panel.id === session.id) ?? null;
  }
}

function cellOf(entry: TimelineEntry | null): string | null {
  switch (entry?.type) {
    case 'run':
      return entry.report.cell_id;
    case 'lost':
      return entry.run.started.cell_id;
    default:
      return null;
  }
}
