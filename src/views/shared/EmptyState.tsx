import type { LabIcon } from '@jupyterlab/ui-components';
import React from 'react';

export interface IEmptyStateProps {
  readonly icon?: LabIcon;
  /** One sentence what is so. */
  readonly title: string;
  /** One sentence what to do. */
  readonly children?: React.ReactNode;
  /** One button. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
}

/** What a view shows while it has nothing. */
export function EmptyState(props: IEmptyStateProps): JSX.Element {
  const Icon = props.icon;
  return (
    <div className="jp-Heapscope-emptyState">
      {Icon && <Icon.react tag="span" className="jp-Heapscope-icon" />}
      <h3>{props.title}</h3>
      {props.children && <p>{props.children}</p>}
      {props.action && (
        <button
          type="button"
          className="jp-Heapscope-button jp-mod-large"
          onClick={props.action.onClick}
        >
          {props.action.label}
        </button>
      )}
    </div>
  );
}
