import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import type { IHeapscope, IMemorySession } from '../tokens';

/** The session of one notebook, which may come later than what shows it; goes with the notebook. */
export class SessionSlot implements IDisposable {
  constructor(heapscope: IHeapscope, panel: NotebookPanel) {
    this._heapscope = heapscope;
    this._panel = panel;
    heapscope.sessionAdded.connect(this._look, this);
    panel.disposed.connect(this.dispose, this);
    this._look();
  }

  /** Null before there is one, and after it is disposed. */
  get session(): IMemorySession | null {
    return this._session;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._heapscope.sessionAdded.disconnect(this._look, this);
      this._session?.disposed.disconnect(this._look, this);
      Signal.clearData(this);
    }
  }

  private _look(): void {
    const found = this._heapscope.sessionOf(this._panel.id);
    const next = found?.isDisposed ? null : found;
    if (next !== this._session) {
      this._session?.disposed.disconnect(this._look, this);
      next?.disposed.connect(this._look, this);
      this._session = next;
      this._changed.emit();
    }
  }

  private readonly _heapscope: IHeapscope;
  private readonly _panel: NotebookPanel;
  private readonly _changed = new Signal<this, void>(this);
  private _session: IMemorySession | null = null;
  private _isDisposed = false;
}
