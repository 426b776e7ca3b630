import { useState } from 'react';
import type { KeyboardEvent } from 'react';

import { moveTo } from './keyboard';

export interface ActiveOptions {
  readonly count: number;
  readonly keyOf: (index: number) => string;
  /** Rows that a Page key goes over. */
  readonly page: number;
  readonly selectedKey: string | null;
  /** Bring a row into view. */
  readonly show: (index: number) => void;
  /** Enter, and Space unless `onOther` takes it. */
  readonly onEnter: (index: number) => void;
  readonly onEscape: () => void;
  /** Keys of this kind of grid; true when the key was used. */
  readonly onOther?: (key: string, index: number) => boolean;
}

/** The row that the keyboard is at, while the focus itself stays on the grid: rows come and go with scrolling. */
export interface ActiveRow {
  /** -1 for none. */
  readonly index: number;
  readonly activate: (index: number) => void;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Keep the active row by its key, so that it stays the same while rows come and go. */
export function useActiveRow(options: ActiveOptions): ActiveRow {
  const { count, keyOf, selectedKey } = options;
  const [key, setKey] = useState<string | null>(null);
  const index = indexOfKey(key, count, keyOf);
  const activate = (at: number) => setKey(keyOf(at));
  const use = (pressed: string): boolean => {
    if (index >= 0 && options.onOther?.(pressed, index)) {
      return true;
    }
    const next = moveTo(pressed, index, count, options.page);
    if (next !== null) {
      activate(next);
      options.show(next);
    } else if (pressed === 'Escape' && selectedKey !== null) {
      options.onEscape();
    } else if ((pressed === 'Enter' || pressed === ' ') && index >= 0) {
      options.onEnter(index);
    } else {
      return false;
    }
    return true;
  };
  return {
    index,
    activate,
    onFocus: () => setKey(old => old ?? selectedKey),
    onKeyDown: event => {
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      // A button within a row has its own keys.
      const own = event.target === event.currentTarget;
      if (own && !modified && use(event.key)) {
        event.preventDefault();
        event.stopPropagation();
      }
    }
  };
}

/** The place of the row of this key, -1 when it is not there. */
export function indexOfKey(
  key: string | null,
  count: number,
  keyOf: (index: number) => string
): number {
  for (let index = 0; key !== null && index < count; index++) {
    if (keyOf(index) === key) {
      return index;
    }
  }
  return -1;
}
