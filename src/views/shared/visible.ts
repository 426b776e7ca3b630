import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import { ISignal, Signal } from '@lumino/signaling';
import { useEffect, useState } from 'react';

/** A React widget that tells when it comes into view, so that a hidden one need not render. */
export class ViewWidget extends ReactWidget {
  constructor(content: (widget: ViewWidget) => JSX.Element) {
    super();
    this._content = content;
  }

  /** Emitted when the widget came into view. */
  get shown(): ISignal<this, void> {
    return this._shown;
  }

  protected render(): JSX.Element {
    return this._content(this);
  }

  protected onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._shown.emit();
  }

  protected onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._shown.emit();
  }

  private readonly _content: (widget: ViewWidget) => JSX.Element;
  private readonly _shown = new Signal<this, void>(this);
}

/**
 * What `read` returns, read again after `changed`: at most once a frame, and only while the widget is visible.
 *
 * @param changed - What tells of a change; keep it the same between renders.
 * @param read - Keep it the same between renders; what it returns must not be changed later.
 */
export function useWhileVisible<T, U, R>(
  widget: ViewWidget,
  changed: ISignal<T, U>,
  read: () => R
): R {
  const [value, setValue] = useState(read);
  useEffect(() => {
    let frame = 0;
    const update = () => {
      frame = 0;
      setValue(() => read());
    };
    const schedule = () => {
      if (widget.isVisible && frame === 0) {
        frame = requestAnimationFrame(update);
      }
    };
    changed.connect(schedule);
    widget.shown.connect(schedule);
    schedule();
    return () => {
      cancelAnimationFrame(frame);
      changed.disconnect(schedule);
      widget.shown.disconnect(schedule);
    };
  }, [widget, changed, read]);
  return value;
}
