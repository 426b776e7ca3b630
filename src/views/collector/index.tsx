import type { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { IViewContext } from '../../tokens';
import { ViewWidget } from '../shared/visible';
import { CollectorView } from './CollectorView';

/** The cyclic garbage collector as the kernel has it, and what it did. */
export function createView(context: IViewContext): Widget {
  const widget = new ViewWidget(self => (
    <CollectorView context={context} widget={self} />
  ));
  widget.addClass('jp-Heapscope-collector');
  return widget;
}
