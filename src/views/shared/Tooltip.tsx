import React, {
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState
} from 'react';
import { createPortal } from 'react-dom';

import { placeBeside } from './placement';

export interface ITooltipProps {
  /** What the popup shows; nothing pops up without it. */
  readonly content: React.ReactNode;
  /** What it belongs to: one element that can have the focus. */
  readonly children: React.ReactElement;
}

/** Long enough that crossing a toolbar shows nothing. */
const DELAY_MS = 350;

/** A popup that describes its child, on hover and on focus; Escape closes it. */
export function Tooltip(props: ITooltipProps): JSX.Element {
  const id = useId();
  const anchor = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);
  const timer = useRef<number>();

  const show = (delay: number) => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setShown(true), delay);
  };
  const hide = () => {
    window.clearTimeout(timer.current);
    setShown(false);
  };
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const visible = shown && !!props.content;
  return (
    <span
      ref={anchor}
      className="jp-Heapscope-tooltipAnchor"
      onMouseEnter={() => show(DELAY_MS)}
      onMouseLeave={hide}
      onFocus={event => {
        if (event.target.matches(':focus-visible')) {
          show(0);
        }
      }}
      onBlur={hide}
      onClick={hide}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          hide();
        }
      }}
    >
      {React.cloneElement(props.children, {
        'aria-describedby': visible ? id : undefined
      })}
      {visible && anchor.current && (
        <Popup id={id} role="tooltip" anchor={anchor.current}>
          {props.content}
        </Popup>
      )}
    </span>
  );
}

export interface IPopupProps {
  readonly anchor: HTMLElement;
  /** What it goes beside while the anchor is out of sight. */
  readonly standIn?: () => Element | null;
  readonly id?: string;
  readonly role?: string;
  readonly children: React.ReactNode;
}

/** The popup itself, in the body: toolbars and sidebars clip what overflows them. */
export function Popup(props: IPopupProps): JSX.Element {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (popup.current) {
      placeBeside(popup.current, props.anchor, props.standIn);
    }
  });
  return createPortal(
    <div
      ref={popup}
      id={props.id}
      role={props.role}
      className="jp-Heapscope-tooltip"
    >
      {props.children}
    </div>,
    document.body
  );
}
