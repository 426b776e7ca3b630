import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import { PanelLayout, Widget } from '@lumino/widgets';
import React from 'react';

import type { IHeapscope, IMemorySession } from '../../tokens';
import { EmptyState } from '../shared/EmptyState';
import { memoryIcon } from '../shared/icons';
import type { MemoryPanel } from './MemoryPanel';
import { widenAround } from './width';

/** The memory panel in the sidebar: that of the active notebook, each with its own state. */
export class SidebarPanel extends Widget {
  constructor(
    heapscope: IHeapscope,
    trans: TranslationBundle,
    create: (session: IMemorySession) => MemoryPanel | null
  ) {
    super();
    this.id = 'jp-Heapscope-sidebar';
    this.addClass('jp-Heapscope-sidebar');
    this.title.icon = memoryIcon;
    this.title.caption = trans.__('Memory');
    // The keyboard comes in here, and goes on from here.
    this.node.tabIndex = -1;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Memory'));
    this._heapscope = heapscope;
    this._create = create;
    this._empty = ReactWidget.create(
      <EmptyState icon={memoryIcon} title={trans.__('No notebook')}>
        {trans.__('Open a notebook to see the memory of its kernel.')}
      </EmptyState>
    );
    this._empty.addClass('jp-Heapscope-standIn');
    const layout = new PanelLayout();
    layout.addWidget(this._empty);
    this.layout = layout;
    heapscope.currentChanged.connect(this._follow, this);
    this._follow();
  }

  /** The panel of the active notebook; null without one. */
  get current(): MemoryPanel | null {
    return this._current;
  }

  /** Emitted when the panel came into view or went out of it. */
  get visibilityChanged(): ISignal<this, void> {
    return this._visibilityChanged;
  }

  /** The panel of a notebook, made when it is first asked for. */
  panelOf(session: IMemorySession): MemoryPanel | null {
    const known = this._panels.get(session);
    if (known || session.isDisposed) {
      return known ?? null;
    }
    const panel = this._create(session);
    if (panel) {
      panel.hide();
      this._panels.set(session, panel);
      (this.layout as PanelLayout).addWidget(panel);
      session.disposed.connect(this._onSessionDisposed, this);
    }
    return panel;
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._heapscope.currentChanged.disconnect(this._follow, this);
      for (const session of this._panels.keys()) {
        session.disposed.disconnect(this._onSessionDisposed, this);
      }
      super.dispose();
    }
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._onSeen();
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._onSeen();
  }

  protected onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._visibilityChanged.emit();
  }

  private _onSeen(): void {
    if (this.isVisible && !this._wasSeen) {
      this._wasSeen = true;
      // Not before the side area is open, with the width of a layout that is restored.
      requestAnimationFrame(() => widenAround(this));
    }
    this._visibilityChanged.emit();
  }

  private _follow(): void {
    const session = this._heapscope.current;
    const next = session && this.panelOf(session);
    if (next !== this._current) {
      this._current?.hide();
      next?.show();
      this._current = next;
    }
    this._empty.setHidden(next !== null);
  }

  private _onSessionDisposed(session: IMemorySession): void {
    const panel = this._panels.get(session);
    this._panels.delete(session);
    if (panel === this._current) {
      this._current = null;
      this._empty.show();
    }
    panel?.dispose();
  }

  private readonly _heapscope: IHeapscope;
  private readonly _create: (session: IMemorySession) => MemoryPanel | null;
  private readonly _empty: Widget;
  private readonly _panels = new Map<IMemorySession, MemoryPanel>();
  private readonly _visibilityChanged = new Signal<this, void>(this);
  private _current: MemoryPanel | null = null;
  private _wasSeen = false;
}
