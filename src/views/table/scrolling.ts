import { useVirtualizer } from '@tanstack/react-virtual';
import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

import { FALLBACK_SIZE, observeRect } from './size';

/** Height of head, footer rows and all rows without a height of their own, px; style/table.css has the same. */
export const ROW_HEIGHT = 24;

/** A column of rows within a scrolling element. */
export interface Scrolling {
  readonly scroller: RefObject<HTMLDivElement>;
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** Px of a row; `ROW_HEIGHT` by default. */
  readonly heightOf?: (index: number) => number;
  /** Rows of the sticky head and footer. */
  readonly headRows: number;
  readonly footerRows: number;
}

/** Which rows are in view. */
export function useRowsInView(
  options: Scrolling
): Virtualizer<HTMLDivElement, Element> {
  const head = options.headRows * ROW_HEIGHT;
  return useVirtualizer<HTMLDivElement, Element>({
    count: options.count,
    getScrollElement: () => options.scroller.current,
    estimateSize: options.heightOf ?? (() => ROW_HEIGHT),
    getItemKey: options.keyOf,
    overscan: 8,
    scrollMargin: head,
    scrollPaddingStart: head,
    scrollPaddingEnd: options.footerRows * ROW_HEIGHT,
    initialRect: FALLBACK_SIZE,
    observeElementRect: observeRect
  });
}

/** Rows that one Page key goes over. */
export function pageOf(
  virtualizer: Virtualizer<HTMLDivElement, Element>
): number {
  const height = virtualizer.scrollRect?.height ?? FALLBACK_SIZE.height;
  return Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
}

/** Scroll to the selected row when another one is selected, here or elsewhere; not at each new row. */
export function useSelectedInView(
  selectedKey: string | null,
  indexOf: (key: string | null) => number,
  show: (index: number) => void
): void {
  useEffect(() => {
    const index = indexOf(selectedKey);
    if (index >= 0) {
      show(index);
    }
  }, [selectedKey]);
}

/** Scroll to a new last row, and keep it in view when there is less room, while the user has not scrolled up from it. */
export function useEndInView(
  follow: boolean,
  count: number,
  scroller: RefObject<HTMLElement>,
  show: (index: number) => void
): void {
  const atEnd = useRef(true);
  useEffect(() => {
    const element = scroller.current;
    let lastTop = 0;
    const note = () => {
      if (element) {
        const { scrollTop, scrollHeight, clientHeight } = element;
        const isEnd = scrollHeight - scrollTop - clientHeight < ROW_HEIGHT;
        // The event comes a frame later: rows that came meanwhile are below, and nobody has left the end.
        atEnd.current = isEnd || (atEnd.current && scrollTop >= lastTop);
        lastTop = scrollTop;
      }
    };
    element?.addEventListener('scroll', note, { passive: true });
    return () => element?.removeEventListener('scroll', note);
  }, [scroller]);
  const last = useRef(-1);
  last.current = follow ? count - 1 : -1;
  const showLast = () => {
    if (last.current >= 0 && atEnd.current) {
      show(last.current);
    }
  };
  useEffect(showLast, [follow, count]);
  useResize(scroller, showLast);
}

/** Hear of another height of an element that can be seen. */
function useResize(element: RefObject<HTMLElement>, heard: () => void): void {
  const latest = useRef(heard);
  latest.current = heard;
  useEffect(() => {
    const target = element.current;
    if (!target || typeof ResizeObserver === 'undefined') {
      return;
    }
    let height = target.clientHeight;
    const observer = new ResizeObserver(() => {
      if (target.clientHeight > 0 && target.clientHeight !== height) {
        height = target.clientHeight;
        latest.current();
      }
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
}
