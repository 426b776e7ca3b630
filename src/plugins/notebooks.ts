import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Connection } from '../kernel/connection';
import { ProbeUsers } from '../kernel/users';
import { MemoryModel } from '../model/memory';
import type { HeapscopeRegistry } from '../model/registry';
import { MemorySession } from '../model/session';
import type { SettingsModel } from '../model/settings';
import { readChoices, writeEnabled } from './metadata';
import { followTrust, isRecordingGranted } from './trust';
import { TranslatedWords } from './words';

export interface NotebooksOptions {
  readonly registry: HeapscopeRegistry;
  readonly settings: SettingsModel;
  readonly trans: TranslationBundle;
}

/** What goes on with a notebook while Heapscope is on. */
interface Watched {
  readonly connection: Connection;
  readonly session: MemorySession;
}

/** What is left of that while Heapscope is off; nothing where it never was on. */
interface Unwatched {
  readonly connection: null;
  readonly model?: MemoryModel;
}

/** Gives each open notebook its session, while Heapscope is on. */
export class Notebooks {
  constructor(options: NotebooksOptions) {
    this._options = options;
    options.settings.changed.connect(this._onSettingsChanged, this);
  }

  /** A notebook was opened; may be told twice. */
  add(panel: NotebookPanel): void {
    if (!this._notebooks.has(panel) && !panel.isDisposed) {
      this._notebooks.set(panel, { connection: null });
      panel.disposed.connect(this._onPanelDisposed, this);
      this._open(panel);
    }
  }

  private _open(panel: NotebookPanel): void {
    const { registry, settings, trans } = this._options;
    const known = this._notebooks.get(panel);
    if (!settings.value.enabled || !known || known.connection) {
      return;
    }
    const { model = new MemoryModel() } = known;
    const wantsRecording = () => isRecordingGranted(panel);
    const connection = new Connection({
      context: panel.sessionContext,
      users: this._users,
      trans,
      isEnabled: readChoices(panel).isEnabled,
      recordFrames: () => {
        const { alwaysRecord, tracebackFrames } = settings.value;
        const isWanted = alwaysRecord || wantsRecording();
        return (model.recording.wasOn ?? isWanted) ? tracebackFrames : null;
      }
    });
    const session = new MemorySession({
      id: panel.id,
      connection,
      settings,
      model,
      words: new TranslatedWords(trans),
      wantsRecording
    });
    this._notebooks.set(panel, { connection, session });
    registry.add(session);
    void this._keepChoices(panel, session);
  }

  /** What the notebook says is known when it is loaded, and that is before its kernel is there. */
  private async _keepChoices(
    panel: NotebookPanel,
    session: MemorySession
  ): Promise<void> {
    await panel.context.ready;
    if (session.isDisposed) {
      return;
    }
    followTrust(panel, session);
    session.setEnabled(readChoices(panel).isEnabled);
    session.enabledChanged.connect((_, isEnabled) => {
      if (this._options.settings.value.keepInMetadata) {
        writeEnabled(panel, isEnabled);
      }
    });
  }

  private _onSettingsChanged(): void {
    const isEnabled = this._options.settings.value.enabled;
    this._notebooks.forEach((notebook, panel) => {
      if (isEnabled) {
        this._open(panel);
      } else if (notebook.connection) {
        this._notebooks.set(panel, {
          connection: null,
          model: switchOff(notebook)
        });
      }
    });
  }

  private _onPanelDisposed(panel: NotebookPanel): void {
    this._notebooks.delete(panel);
    this._options.registry.sessionOf(panel.id)?.dispose();
  }

  private readonly _options: NotebooksOptions;
  private readonly _users = new ProbeUsers();
  /** All open notebooks. */
  private readonly _notebooks = new Map<NotebookPanel, Watched | Unwatched>();
}

/** @returns What was known: it is shown again, as ended, when Heapscope is switched on. */
function switchOff({ connection, session }: Watched): MemoryModel {
  const { model } = session;
  // Before the session goes: it says good-bye, this takes the probe along.
  connection.setEnabled(false);
  session.dispose();
  if (model.timeline.bootId !== null) {
    model.timeline.endEra('off'); // also where another notebook's connection took the probe
  }
  return model;
}
