import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Connection } from '../kernel/connection';
import { ProbeUsers } from '../kernel/users';
import type { HeapscopeRegistry } from '../model/registry';
import { MemorySession } from '../model/session';
import type { SettingsModel } from '../model/settings';
import type { IMemorySession } from '../tokens';
import { isTrusted, readChoices, writeEnabled } from './metadata';
import { TranslatedWords } from './words';

export interface NotebooksOptions {
  readonly registry: HeapscopeRegistry;
  readonly settings: SettingsModel;
  readonly trans: TranslationBundle;
}

/** Gives each open notebook its session, while Heapscope is on. */
export class Notebooks {
  constructor(options: NotebooksOptions) {
    this._options = options;
    options.settings.changed.connect(this._onSettingsChanged, this);
  }

  /** A notebook was opened; may be told twice. */
  add(panel: NotebookPanel): void {
    if (!this._connections.has(panel) && !panel.isDisposed) {
      this._connections.set(panel, null);
      panel.disposed.connect(this._onPanelDisposed, this);
      this._open(panel);
    }
  }

  private _open(panel: NotebookPanel): void {
    const { registry, settings, trans } = this._options;
    if (!settings.value.enabled || this._connections.get(panel)) {
      return;
    }
    const connection = new Connection({
      context: panel.sessionContext,
      users: this._users,
      trans,
      isEnabled: readChoices(panel).isEnabled
    });
    const session = new MemorySession({
      id: panel.id,
      connection,
      settings,
      words: new TranslatedWords(trans),
      wantsRecording: () =>
        settings.value.alwaysRecord ||
        (readChoices(panel).isRecording && isTrusted(panel))
    });
    this._connections.set(panel, connection);
    registry.add(session);
    void this._keepChoices(panel, session);
  }

  /** What the notebook says is known when it is loaded, and that is before its kernel is there. */
  private async _keepChoices(
    panel: NotebookPanel,
    session: IMemorySession
  ): Promise<void> {
    await panel.context.ready;
    if (session.isDisposed) {
      return;
    }
    session.setEnabled(readChoices(panel).isEnabled);
    session.enabledChanged.connect((_, isEnabled) => {
      if (this._options.settings.value.keepInMetadata) {
        writeEnabled(panel, isEnabled);
      }
    });
  }

  private _onSettingsChanged(): void {
    const isEnabled = this._options.settings.value.enabled;
    this._connections.forEach((connection, panel) => {
      if (isEnabled) {
        this._open(panel);
      } else if (connection) {
        // Before the session goes: it says good-bye, this takes the probe along.
        connection.setEnabled(false);
        this._connections.set(panel, null);
        this._options.registry.sessionOf(panel.id)?.dispose();
      }
    });
  }

  private _onPanelDisposed(panel: NotebookPanel): void {
    this._connections.delete(panel);
    this._options.registry.sessionOf(panel.id)?.dispose();
  }

  private readonly _options: NotebooksOptions;
  private readonly _users = new ProbeUsers();
  /** All open notebooks; null while Heapscope is off. */
  private readonly _connections = new Map<NotebookPanel, Connection | null>();
}
