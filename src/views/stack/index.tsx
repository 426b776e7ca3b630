import { ReactWidget } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { IViewContext } from '../../tokens';
import { StackView } from './StackView';

/** The view "Stack & Heap": frames, their names, and the objects these refer to. */
export function createView(context: IViewContext): Widget {
  const widget = ReactWidget.create(<StackView context={context} />);
  widget.addClass('jp-Heapscope-stack');
  return widget;
}
