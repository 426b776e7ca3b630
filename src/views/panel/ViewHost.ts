import type { IDisposable } from '@lumino/disposable';
import { Message, MessageLoop } from '@lumino/messaging';
import { PanelLayout, Widget } from '@lumino/widgets';

import type { IViewContext, IViewDescriptor } from '../../tokens';
import { standInForFailed, standInForLoading } from './StandIn';

/** The header stands above every view. */
const HEADER_NEEDS: IViewDescriptor['needs'] = ['memory'];

/**
 * Shows one view at a time. A view's code is loaded when it is first seen, and what it needs is kept fresh
 * only while it can be seen.
 */
export class ViewHost extends Widget {
  constructor(context: IViewContext) {
    super();
    this._context = context;
    this.layout = new PanelLayout();
    this.addClass('jp-Heapscope-viewHost');
    this.node.setAttribute('role', 'tabpanel');
    // A notice above makes the views smaller without Lumino knowing.
    this._resizes = new ResizeObserver(() => {
      if (this.isVisible) {
        MessageLoop.postMessage(this, Widget.ResizeMessage.UnknownSize);
      }
    });
    this._resizes.observe(this.node);
  }

  /** The view to show, as soon as the host can be seen. */
  choose(view: IViewDescriptor | null): void {
    if (view !== this._chosen) {
      this._chosen = view;
      this._arrange();
      this._follow();
    }
  }

  /** Drop the widgets of views that are no longer registered. */
  keepOnly(views: readonly IViewDescriptor[]): void {
    for (const [view, widget] of this._widgets) {
      if (!views.includes(view)) {
        this._widgets.delete(view);
        widget.dispose();
      }
    }
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._resizes.disconnect();
      this._chosen = null;
      this._follow();
      super.dispose();
    }
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this._follow();
  }

  protected onAfterShow(msg: Message): void {
    super.onAfterShow(msg);
    this._follow();
  }

  protected onAfterHide(msg: Message): void {
    super.onAfterHide(msg);
    this._follow();
  }

  protected onAfterDetach(msg: Message): void {
    super.onAfterDetach(msg);
    this._follow();
  }

  /** Watch for the view that is seen now, and for no other. */
  private _follow(): void {
    const seen = this.isVisible ? this._chosen : null;
    if (seen === this._seen) {
      return;
    }
    this._seen = seen;
    this._watches.forEach(watch => watch.dispose());
    const { session } = this._context;
    this._watches =
      seen && !session.isDisposed
        ? [...HEADER_NEEDS, ...seen.needs].map(need => session.watch(need))
        : [];
    if (seen && !this._widgets.has(seen)) {
      void this._load(seen);
    }
  }

  private async _load(view: IViewDescriptor): Promise<void> {
    if (this._loading.has(view)) {
      return;
    }
    this._loading.add(view);
    this._failures.delete(view);
    this._arrange();
    try {
      const create = await view.load();
      if (!this.isDisposed) {
        this._add(view, create(this._context));
      }
    } catch (reason) {
      this._failures.set(view, String(reason));
    }
    this._loading.delete(view);
    if (!this.isDisposed) {
      this._arrange();
    }
  }

  private _add(view: IViewDescriptor, widget: Widget): void {
    widget.addClass('jp-Heapscope-view');
    this._widgets.set(view, widget);
    (this.layout as PanelLayout).addWidget(widget);
  }

  /** The chosen view, or what stands in for it. */
  private _arrange(): void {
    for (const [view, widget] of this._widgets) {
      widget.setHidden(view !== this._chosen);
    }
    this._standIn?.dispose();
    this._standIn = this._createStandIn();
    if (this._standIn) {
      (this.layout as PanelLayout).addWidget(this._standIn);
    }
  }

  private _createStandIn(): Widget | null {
    const view = this._chosen;
    if (!view) {
      return null;
    }
    const { trans } = this._context;
    if (this._loading.has(view)) {
      return standInForLoading(trans);
    }
    const failure = this._failures.get(view);
    return failure === undefined
      ? null
      : standInForFailed(trans, view.label, failure, () => {
          void this._load(view);
        });
  }

  private readonly _context: IViewContext;
  private readonly _resizes: ResizeObserver;
  private readonly _widgets = new Map<IViewDescriptor, Widget>();
  private readonly _loading = new Set<IViewDescriptor>();
  private readonly _failures = new Map<IViewDescriptor, string>();
  private _chosen: IViewDescriptor | null = null;
  private _seen: IViewDescriptor | null = null;
  private _standIn: Widget | null = null;
  private _watches: readonly IDisposable[] = [];
}
