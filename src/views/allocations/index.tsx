import { ReactWidget } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { IViewContext } from '../../tokens';
import { AllocationsView } from './AllocationsView';

/** The view "Allocations": the lines that allocated, and what recording them costs. */
export function createView(context: IViewContext): Widget {
  const widget = ReactWidget.create(<AllocationsView context={context} />);
  widget.addClass('jp-Heapscope-allocations');
  return widget;
}
