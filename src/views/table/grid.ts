import type { VirtualItem } from '@tanstack/react-virtual';
import type { HTMLAttributes, RefObject } from 'react';
import { useId, useRef } from 'react';

import { indexOfKey, useActiveRow } from './active';
import type { ActiveOptions } from './active';
import {
  pageOf,
  useEndInView,
  useRowsInView,
  useSelectedInView
} from './scrolling';

export interface GridOptions extends Omit<ActiveOptions, 'page' | 'show'> {
  readonly heightOf?: (index: number) => number;
  readonly headRows: number;
  readonly footerRows: number;
  readonly followEnd: boolean;
  /** Where `attributes` go. */
  readonly scroller: RefObject<HTMLDivElement>;
}

/** What a grid or treegrid needs to scroll and to be walked by keys. */
export interface GridState {
  /** The rows in view. */
  readonly items: readonly VirtualItem[];
  /** Of all rows, px. */
  readonly height: number;
  /** From the first row of all to the first in view, px. */
  readonly top: number;
  readonly rowId: (index: number) => string;
  /** -1 for none. */
  readonly activeIndex: number;
  /** Make a row the active one, and bring it into view. */
  readonly activate: (index: number) => void;
  readonly attributes: Pick<
    HTMLAttributes<HTMLDivElement>,
    'tabIndex' | 'onFocus' | 'onKeyDown' | 'aria-activedescendant'
  >;
}

/** The focus stays on the grid and the active row moves, as rows come and go with scrolling. */
export function useGrid(options: GridOptions): GridState {
  const { count, keyOf, selectedKey } = options;
  const idPrefix = useId();
  const inView = useRowsInView(options);
  const show = (index: number) => inView.scrollToIndex(index);
  const active = useActiveRow({ ...options, page: pageOf(inView), show });
  const indexOf = (key: string | null) => indexOfKey(key, count, keyOf);
  useSelectedInView(selectedKey, indexOf, show);
  useEndInView(options.followEnd, count, options.scroller, show);
  const items = inView.getVirtualItems();
  const rowId = (index: number) => `${idPrefix}${index}`;
  const activeIsThere = items.some(item => item.index === active.index);
  return {
    items,
    height: inView.getTotalSize(),
    top: (items[0]?.start ?? 0) - inView.options.scrollMargin,
    rowId,
    activeIndex: active.index,
    activate: index => {
      active.activate(index);
      show(index);
    },
    attributes: {
      tabIndex: 0,
      onFocus: active.onFocus,
      onKeyDown: active.onKeyDown,
      'aria-activedescendant': activeIsThere ? rowId(active.index) : undefined
    }
  };
}

/** Of the element that scrolls. */
export const useScroller = (): RefObject<HTMLDivElement> =>
  useRef<HTMLDivElement>(null);
