import { DisposableDelegate, IDisposable } from '@lumino/disposable';
import { ISignal, Signal } from '@lumino/signaling';

import type { IHeapscope, IMemorySession, IViewDescriptor } from '../tokens';

/** The sessions of the open notebooks, and the views of the memory panel. */
export class HeapscopeRegistry implements IHeapscope {
  get sessions(): readonly IMemorySession[] {
    return [...this._sessions.values()];
  }

  get current(): IMemorySession | null {
    return this.sessionOf(this._currentId);
  }

  get currentChanged(): ISignal<this, IMemorySession | null> {
    return this._currentChanged;
  }

  get sessionAdded(): ISignal<this, IMemorySession> {
    return this._sessionAdded;
  }

  get views(): readonly IViewDescriptor[] {
    return this._views;
  }

  get viewsChanged(): ISignal<this, void> {
    return this._viewsChanged;
  }

  sessionOf(panelId: string): IMemorySession | null {
    return this._sessions.get(panelId) ?? null;
  }

  /** Take in a session until it is disposed. */
  add(session: IMemorySession): void {
    this._sessions.set(session.id, session);
    session.disposed.connect(this._onSessionDisposed, this);
    this._sessionAdded.emit(session);
    this._emitIfCurrent(session);
  }

  /** @param panelId - The active notebook's, or empty for none. */
  setCurrent(panelId: string): void {
    const before = this.current;
    this._currentId = panelId;
    if (this.current !== before) {
      this._currentChanged.emit(this.current);
    }
  }

  /** @throws Error when there is a view of the same id. */
  addView(view: IViewDescriptor): IDisposable {
    if (this._views.some(one => one.id === view.id)) {
      throw new Error(`There is a view ${view.id} already.`);
    }
    this._setViews([...this._views, view]);
    return new DisposableDelegate(() =>
      this._setViews(this._views.filter(one => one !== view))
    );
  }

  private _setViews(views: readonly IViewDescriptor[]): void {
    this._views = [...views].sort((one, other) => one.rank - other.rank);
    this._viewsChanged.emit();
  }

  private _onSessionDisposed(session: IMemorySession): void {
    this._sessions.delete(session.id);
    this._emitIfCurrent(session);
  }

  private _emitIfCurrent(session: IMemorySession): void {
    if (session.id === this._currentId) {
      this._currentChanged.emit(this.current);
    }
  }

  private readonly _sessions = new Map<string, IMemorySession>();
  private _currentId = '';
  private _views: readonly IViewDescriptor[] = [];
  private readonly _currentChanged = new Signal<this, IMemorySession | null>(
    this
  );
  private readonly _sessionAdded = new Signal<this, IMemorySession>(this);
  private readonly _viewsChanged = new Signal<this, void>(this);
}
