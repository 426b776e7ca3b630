import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';
import { observeElementRect } from '@tanstack/react-virtual';
import type { Rect, Virtualizer } from '@tanstack/react-virtual';

/** Taken while an element has no size: hidden, or in a test without layout. */
export const FALLBACK_SIZE: Rect = { width: 800, height: 600 };

/** For `useVirtualizer`: an element without a size counts as one of the fallback's height. */
export function observeRect(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  callback: (rect: Rect) => void
): void | (() => void) {
  return observeElementRect(virtualizer, rect =>
    callback(rect.height > 0 ? rect : FALLBACK_SIZE)
  );
}

/** The element's width in px, kept up to date. */
export function useWidth(element: RefObject<HTMLElement>): number {
  return useSize(element, 'clientWidth', FALLBACK_SIZE.width);
}

/** The element's width or height in px, kept up to date; `fallback` until it has one. */
export function useSize(
  element: RefObject<HTMLElement>,
  side: 'clientWidth' | 'clientHeight',
  fallback: number
): number {
  const [size, setSize] = useState(fallback);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target || typeof ResizeObserver === 'undefined') {
      return;
    }
    const observer = new ResizeObserver(() => {
      if (target[side] > 0) {
        setSize(target[side]);
      }
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, side]);
  return size;
}
