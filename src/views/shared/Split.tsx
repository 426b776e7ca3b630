import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef, useState } from 'react';

/** Of the height; what is beyond would leave a part without rows. */
const LEAST = 0.15;
const MOST = 0.85;
const KEY_STEP = 0.05;

export interface ISplitProps {
  readonly trans: TranslationBundle;
  readonly top: React.ReactNode;
  /** Without it the upper part has all the room. */
  readonly bottom: React.ReactNode | null;
}

/**
 * Two parts, one above the other, with a border between them that the mouse drags and the arrow keys move.
 * Until then the upper one takes the room that it needs, up to half.
 */
export function Split(props: ISplitProps): JSX.Element {
  const [share, setShare] = useState<number | null>(null);
  const root = useRef<HTMLDivElement>(null);
  const top = useRef<HTMLDivElement>(null);
  const moveTo = (wanted: number) =>
    setShare(Math.min(MOST, Math.max(LEAST, wanted)));
  const shareNow = () =>
    share ?? heightOf(top.current) / Math.max(1, heightOf(root.current));
  if (props.bottom === null) {
    return <>{props.top}</>;
  }
  return (
    <div className="jp-Heapscope-split" ref={root}>
      <div
        className="jp-Heapscope-splitTop"
        ref={top}
        style={
          share === null
            ? undefined
            : { flex: `0 0 ${100 * share}%`, maxHeight: 'none' }
        }
      >
        {props.top}
      </div>
      <Border
        {...props}
        share={share}
        onDrag={y => {
          const box = root.current?.getBoundingClientRect();
          if (box && box.height > 0) {
            moveTo((y - box.top) / box.height);
          }
        }}
        onStep={steps => moveTo(shareNow() + steps * KEY_STEP)}
        onReset={() => setShare(null)}
      />
      <div className="jp-Heapscope-splitBottom">{props.bottom}</div>
    </div>
  );
}

interface IBorderProps {
  readonly trans: TranslationBundle;
  readonly share: number | null;
  /** To a height on the screen, px. */
  readonly onDrag: (y: number) => void;
  /** Down, or up where negative. */
  readonly onStep: (steps: number) => void;
  readonly onReset: () => void;
}

/** Steps of the keys; Home and End go as far as it goes. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  Home: -Infinity,
  End: Infinity
};

function Border(props: IBorderProps): JSX.Element {
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps = STEPS[event.key];
    if (steps !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      props.onStep(steps);
    }
  };
  return (
    <div
      className="jp-Heapscope-splitBorder"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={props.trans.__('Room for the upper part')}
      aria-valuemin={100 * LEAST}
      aria-valuemax={100 * MOST}
      aria-valuenow={Math.round(100 * (props.share ?? 0.5))}
      title={props.trans.__('Drag to share the room; double-click to undo')}
      onPointerDown={event =>
        event.currentTarget.setPointerCapture(event.pointerId)
      }
      onPointerMove={event => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) {
          props.onDrag(event.clientY);
        }
      }}
      onDoubleClick={props.onReset}
      onKeyDown={onKeyDown}
    />
  );
}

function heightOf(element: HTMLElement | null): number {
  return element?.getBoundingClientRect().height ?? 0;
}
