import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { ISignal } from '@lumino/signaling';
import { Menu, PanelLayout, Widget } from '@lumino/widgets';
import React from 'react';

import { CommandIDs } from '../../commands';
import type { IViewContext, IViewDescriptor } from '../../tokens';
import type { IPanelOwner } from './owner';
import { PanelHead } from './PanelHead';
import { contentOf } from './state';
import { tabElementId } from './Tabs';
import { ViewHost } from './ViewHost';

/** Where a panel finds its views. */
export interface IViewRegistry {
  readonly views: readonly IViewDescriptor[];
  readonly viewsChanged: ISignal<unknown, void>;
}

export interface IMemoryPanelOptions {
  readonly context: Omit<IViewContext, 'notebookName'>;
  readonly registry: IViewRegistry;
  readonly owner: IPanelOwner;
}

/** Commands of the menu in the title bar; `null` is a line between them. */
const MENU: readonly (string | null)[] = [
  CommandIDs.openBeside,
  CommandIDs.refresh,
  null,
  CommandIDs.setBaseline,
  CommandIDs.clearBaseline,
  CommandIDs.clearHistory,
  null,
  CommandIDs.toggleNotebook
];

let panelCount = 0;

/** The memory of one notebook's kernel: title bar, header, tabs and the chosen view. */
export class MemoryPanel extends Widget {
  constructor(private readonly _options: IMemoryPanelOptions) {
    super();
    this.addClass('jp-Heapscope-panel');
    const { registry, owner } = _options;
    const context = { ..._options.context, notebookName: () => owner.name };
    this._context = context;
    this._host = new ViewHost(context);
    this._host.id = `jp-Heapscope-views-${(panelCount += 1)}`;
    this._head = new Head(() => this._renderHead());
    const layout = new PanelLayout();
    layout.addWidget(this._head);
    layout.addWidget(this._host);
    this.layout = layout;

    const { kernel, timeline } = context.session.model;
    registry.viewsChanged.connect(this._onViewsChanged, this);
    kernel.changed.connect(this._arrange, this);
    timeline.changed.connect(this._arrange, this);
    this._onViewsChanged();
  }

  /** Id of the chosen view; null while none is registered. */
  get selected(): string | null {
    return this._selected;
  }

  /** Choose a view; one that is not registered is ignored. */
  select(id: string): void {
    if (this._views.some(view => view.id === id)) {
      this._selected = id;
      this._arrange();
      this._head.update();
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      const { context, registry } = this._options;
      const { kernel, timeline } = context.session.model;
      registry.viewsChanged.disconnect(this._onViewsChanged, this);
      kernel.changed.disconnect(this._arrange, this);
      timeline.changed.disconnect(this._arrange, this);
      super.dispose();
    }
  }

  private get _views(): readonly IViewDescriptor[] {
    return this._options.registry.views;
  }

  private _onViewsChanged(): void {
    this._host.keepOnly(this._views);
    if (!this._views.some(view => view.id === this._selected)) {
      this._selected = this._views[0]?.id ?? null;
    }
    this._arrange();
    this._head.update();
  }

  /** Show the chosen view where there is something for it to show. */
  private _arrange(): void {
    const { kernel, timeline } = this._options.context.session.model;
    const content = contentOf(kernel.facts, timeline);
    const view = this._views.find(one => one.id === this._selected) ?? null;
    this._host.choose(view);
    this._host.setHidden(content !== 'views' || view === null);
    this.toggleClass('jp-mod-noView', this._host.isHidden);
    this._host.node.setAttribute(
      'aria-labelledby',
      tabElementId(this._host.id, this._selected ?? '')
    );
  }

  private _renderHead(): JSX.Element {
    return (
      <PanelHead
        context={this._context}
        owner={this._options.owner}
        tabs={this._views}
        selected={this._selected}
        controls={this._host.id}
        onSelect={id => this.select(id)}
        onMore={button => this._openMenu(button)}
      />
    );
  }

  private _openMenu(button: DOMRect): void {
    const { commands, session } = this._options.context;
    const menu = new Menu({ commands });
    for (const command of MENU) {
      menu.addItem(
        command === null
          ? { type: 'separator' }
          : { command, args: { session: session.id } }
      );
    }
    // Lumino closes a menu before it runs the chosen command, which needs the menu's items.
    menu.aboutToClose.connect(() => {
      window.setTimeout(() => menu.dispose());
    });
    menu.open(button.left, button.bottom);
  }

  private readonly _context: IViewContext;
  private readonly _head: Head;
  private readonly _host: ViewHost;
  private _selected: string | null = null;
}

/** Renders only while it can be seen: a hidden panel costs nothing. */
class Head extends ReactWidget {
  constructor(private readonly _content: () => JSX.Element) {
    super();
    this.addClass('jp-Heapscope-panelHead');
  }

  protected render(): JSX.Element | null {
    return this.isVisible ? this._content() : null;
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this.update();
  }

  protected onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this.update();
  }
}
