import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Widget } from '@lumino/widgets';
import React from 'react';

import { EmptyState } from '../shared/EmptyState';
import { errorIcon } from '../shared/icons';

/** Stands in for a view while its code is loaded. */
export function standInForLoading(trans: TranslationBundle): Widget {
  return standIn(
    <div role="status" className="jp-Heapscope-loading">
      <span className="jp-Heapscope-spinner" aria-hidden="true" />
      {trans.__('Loading…')}
    </div>
  );
}

/** Stands in for a view whose code could not be loaded or started. */
export function standInForFailed(
  trans: TranslationBundle,
  view: string,
  reason: string,
  onRetry: () => void
): Widget {
  return standIn(
    <EmptyState
      icon={errorIcon}
      title={trans.__('%1 could not be shown', view)}
      action={{ label: trans.__('Try again'), onClick: onRetry }}
    >
      {reason}
    </EmptyState>
  );
}

function standIn(element: JSX.Element): Widget {
  const widget = ReactWidget.create(element);
  widget.addClass('jp-Heapscope-standIn');
  return widget;
}
