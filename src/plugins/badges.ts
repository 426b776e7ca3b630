import { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { PanelLayout } from '@lumino/widgets';

import { CommandIDs } from '../commands';
import type { RunEntry, RunningRun } from '../model/timeline';
import type { IMemorySession } from '../tokens';
import {
  CellBadgeWidget,
  figuresOfRun,
  figuresOfRunning,
  ICellBadgeProps
} from '../views/badge';
import type { ISettings } from './settings';
import type { SessionSlot } from './slot';

/** What a badge was last made from; with the same again there is nothing to do. */
interface Shown {
  readonly widget: CellBadgeWidget;
  readonly run: RunEntry | RunningRun;
  readonly fullBytes: number;
}

export interface ICellBadgesOptions {
  readonly panel: NotebookPanel;
  /** Becomes the badges' own: it is disposed with them. */
  readonly slot: SessionSlot;
  readonly settings: ISettings;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
}

const INPUT_WRAPPER = 'jp-Cell-inputWrapper';

/**
 * The badges of one notebook. A badge is put into a cell's layout only when the cell has run in this kernel, and
 * follows the cell's id: a moved cell gets a new widget, and with it a new badge.
 */
export class CellBadges implements IDisposable {
  constructor(options: ICellBadgesOptions) {
    const { panel, settings, slot } = options;
    this._options = options;
    panel.content.modelChanged.connect(this._onModelChanged, this);
    slot.changed.connect(this._onSessionChanged, this);
    settings.changed.connect(this._schedule, this);
    this._onModelChanged();
    this._onSessionChanged();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Take all badges out of the notebook. */
  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    cancelAnimationFrame(this._frame);
    const { panel, settings, slot } = this._options;
    panel.content.modelChanged.disconnect(this._onModelChanged, this);
    this._cells?.changed.disconnect(this._schedule, this);
    slot.changed.disconnect(this._onSessionChanged, this);
    settings.changed.disconnect(this._schedule, this);
    slot.dispose();
    this._follow(null);
    this._shown.forEach(shown => shown.widget.dispose());
    this._shown.clear();
  }

  private _onModelChanged(): void {
    this._cells?.changed.disconnect(this._schedule, this);
    this._cells = this._options.panel.content.model?.cells ?? null;
    this._cells?.changed.connect(this._schedule, this);
    this._schedule();
  }

  private _onSessionChanged(): void {
    this._follow(this._options.slot.session);
    this._schedule();
  }

  private _follow(session: IMemorySession | null): void {
    this._session?.model.timeline.changed.disconnect(this._schedule, this);
    this._session?.model.kernel.changed.disconnect(this._schedule, this);
    this._session = session;
    session?.model.timeline.changed.connect(this._schedule, this);
    session?.model.kernel.changed.connect(this._schedule, this);
  }

  /** Once a frame is enough, however much comes in. */
  private _schedule(): void {
    if (this._frame === 0 && !this._isDisposed) {
      this._frame = requestAnimationFrame(() => {
        this._frame = 0;
        this._sync();
      });
    }
  }

  private _sync(): void {
    const session = this._badgedSession();
    const present = new Set<CodeCell>();
    for (const cell of this._options.panel.content.widgets) {
      if (cell instanceof CodeCell) {
        present.add(cell);
        this._syncCell(cell, session);
      }
    }
    for (const [cell, shown] of this._shown) {
      if (!present.has(cell)) {
        shown.widget.dispose();
        this._shown.delete(cell);
      }
    }
  }

  /** The session whose runs are shown; null while there is none or the user wants no badges. */
  private _badgedSession(): IMemorySession | null {
    const session = this._session;
    if (!session || !this._options.settings.value.showBadges) {
      return null;
    }
    const { kernel, timeline } = session.model;
    const ended = timeline.eras[timeline.era].endedBecause !== null;
    return ended || kernel.facts.phase === 'off' ? null : session;
  }

  private _syncCell(cell: CodeCell, session: IMemorySession | null): void {
    const run = session && runOf(session, cell);
    const shown = this._shown.get(cell);
    if (!session || !run) {
      shown?.widget.dispose();
      this._shown.delete(cell);
      return;
    }
    const fullBytes = fullBytesOf(session);
    if (shown?.run === run && shown.fullBytes === fullBytes) {
      return;
    }
    const props = this._propsOf(session, run, fullBytes);
    if (shown) {
      shown.widget.setProps(props);
      this._shown.set(cell, { ...shown, run, fullBytes });
    } else {
      this._insert(cell, run, props);
    }
  }

  private _insert(
    cell: CodeCell,
    run: RunEntry | RunningRun,
    props: ICellBadgeProps
  ): void {
    const layout = cell.layout as PanelLayout;
    const input = layout.widgets.findIndex(one => one.hasClass(INPUT_WRAPPER));
    if (input < 0) {
      // Not yet rendered in a windowed notebook.
      if (!this._awaited.has(cell)) {
        this._awaited.add(cell);
        void cell.ready.then(() => this._schedule());
      }
      return;
    }
    const widget = new CellBadgeWidget(props);
    layout.insertWidget(input + 1, widget);
    this._shown.set(cell, { widget, run, fullBytes: props.fullBytes });
  }

  private _propsOf(
    session: IMemorySession,
    run: RunEntry | RunningRun,
    fullBytes: number
  ): ICellBadgeProps {
    const { key } = run;
    return {
      trans: this._options.trans,
      fullBytes,
      ...('report' in run
        ? { figures: figuresOfRun(run), report: run.report }
        : { figures: figuresOfRunning(run), report: null }),
      onClick: () => {
        const args = { session: session.id };
        void this._options.commands.execute(CommandIDs.selectRun, {
          ...args,
          key
        });
        void this._options.commands.execute(CommandIDs.showView, {
          ...args,
          view: 'timeline'
        });
      }
    };
  }

  private readonly _options: ICellBadgesOptions;
  private readonly _shown = new Map<CodeCell, Shown>();
  /** Cells that have not been rendered when they were to get a badge. */
  private readonly _awaited = new WeakSet<CodeCell>();
  private _session: IMemorySession | null = null;
  private _cells:
    NonNullable<NotebookPanel['content']['model']>['cells'] | null = null;
  private _frame = 0;
  private _isDisposed = false;
}

/**
 * The cell's run in progress, else its last one in this kernel process; none where it ran again while Heapscope was
 * switched off.
 */
function runOf(
  session: IMemorySession,
  cell: CodeCell
): RunEntry | RunningRun | null {
  const { timeline } = session.model;
  const { id, executionCount } = cell.model;
  if (timeline.running?.started.cell_id === id) {
    return timeline.running;
  }
  const run = timeline.runOf(id);
  const isLast =
    run?.era === timeline.era || run?.report.execution_count === executionCount;
  return isLast ? run : null;
}

/**
 * What the whole bar of a badge stands for: the limit where one is set for this kernel. The memory of a whole machine
 * would leave a sliver, so then it is the power of two above the peak, which seldom changes.
 */
function fullBytesOf(session: IMemorySession): number {
  const { memory, peak } = session.model.kernel;
  if (memory?.limit_bytes && memory.limit_source !== 'machine') {
    return memory.limit_bytes;
  }
  const highest = Math.max(peak?.bytes ?? 0, memory?.rss_bytes ?? 0, 1);
  return 2 ** Math.ceil(Math.log2(highest));
}
