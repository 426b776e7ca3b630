import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/**
 * Keep the place that the user scrolled to: a run takes rows away and brings them back.
 *
 * @param rows - With other rows the place is taken again, as far as there are enough of them.
 * @param onPlace - Told at each scrolling whether the user is below the first row.
 * @returns What is to be called at each scroll event.
 */
export function useKeptPlace(
  scroller: RefObject<HTMLElement>,
  rows: readonly unknown[],
  onPlace: (isBelow: boolean) => void
): () => void {
  const place = useRef({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && element.scrollTop < place.current.top) {
      element.scrollTop = place.current.top;
    }
  }, [rows]);
  return () => {
    const element = scroller.current;
    if (!element) {
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = element;
    const { top, height } = place.current;
    const isAtEnd = scrollTop + clientHeight >= scrollHeight - 1;
    // The browser scrolls up where rows went: nobody wanted that.
    const isPushed = isAtEnd && scrollTop < top && scrollHeight < height;
    if (!isPushed) {
      place.current = { top: scrollTop, height: scrollHeight };
      onPlace(scrollTop > 0);
    }
  };
}
