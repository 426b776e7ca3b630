import { ReactWidget } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import * as React from 'react';

import type { IViewContext } from '../../tokens';
import { VariablesView } from './VariablesView';

/** The view "Variables": the notebook's names, and a census of all objects by type. */
export function createView(context: IViewContext): Widget {
  const widget = ReactWidget.create(<VariablesView context={context} />);
  widget.addClass('jp-Heapscope-variables');
  return widget;
}
