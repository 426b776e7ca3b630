import type { Widget } from '@lumino/widgets';

import { ViewWidget } from '../shared/visible';
import type { IViewContext } from '../../tokens';
import { TimelineView } from './TimelineView';
import * as React from 'react';

/** What each run of a cell did to the memory of the kernel, as a chart and a table. */
export function createView(context: IViewContext): Widget {
  const widget = new ViewWidget(self => (
    <TimelineView context={context} widget={self} />
  ));
  widget.addClass('jp-Heapscope-timeline');
  return widget;
}
