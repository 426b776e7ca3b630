import { SplitPanel } from '@lumino/widgets';
import type { Widget } from '@lumino/widgets';

/** What the views are designed for, px. */
const COMFORTABLE = 440;
/** Of the window at most. */
const MOST = 0.4;
/** JupyterLab gives a side area its least width, 250 px and a border, while nobody chose another; px. */
const UNCHOSEN = 252;

/**
 * Widths with more room for one of them, taken from the widest; null where it has a width that somebody chose.
 *
 * @param widths - Of the areas side by side, px.
 * @param at - Which one.
 */
export function widened(
  widths: readonly number[],
  at: number
): readonly number[] | null {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const more = Math.min(COMFORTABLE, MOST * all) - widths[at];
  if (widths[at] > UNCHOSEN || more <= 0) {
    return null;
  }
  const widest = widths.indexOf(Math.max(...widths));
  return widths.map((width, index) =>
    index === at ? width + more : index === widest ? width - more : width
  );
}

/** Give the side area around a widget a comfortable width, unless it has one that somebody chose. */
export function widenAround(widget: Widget): void {
  for (let area = widget; area.parent && !area.isDisposed; area = area.parent) {
    const { parent } = area;
    if (parent instanceof SplitPanel && parent.orientation === 'horizontal') {
      const widths = parent.widgets.map(one =>
        one.isVisible ? one.node.offsetWidth : 0
      );
      const wanted = widened(widths, parent.widgets.indexOf(area));
      if (wanted) {
        parent.setRelativeSizes([...wanted]);
      }
      return;
    }
  }
}
