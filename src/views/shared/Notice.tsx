import type { LabIcon } from '@jupyterlab/ui-components';
import React from 'react';

import {
  dismissIcon,
  errorIcon,
  infoIcon,
  successIcon,
  warningIcon
} from './icons';
import { IconButton } from './IconButton';

export interface INoticeProps {
  readonly level: 'info' | 'warning' | 'error' | 'success';
  /** One sentence what is so, in bold. */
  readonly title?: React.ReactNode;
  /** One sentence what to do. */
  readonly children?: React.ReactNode;
  /** For a bug report; folded. */
  readonly detail?: { readonly label: string; readonly text: string } | null;
  /** Buttons at the right end. */
  readonly actions?: React.ReactNode;
  /** With it the notice can be put away. */
  readonly dismiss?: { readonly label: string; readonly onDismiss: () => void };
}

const ICONS: Readonly<Record<INoticeProps['level'], LabIcon>> = {
  info: infoIcon,
  warning: warningIcon,
  error: errorIcon,
  success: successIcon
};

/** A strip that says what the user should know. */
export function Notice(props: INoticeProps): JSX.Element {
  const Icon = ICONS[props.level];
  return (
    <div
      role={props.level === 'error' ? 'alert' : 'status'}
      className={`jp-Heapscope-notice jp-mod-${props.level}`}
    >
      <Icon.react tag="span" className="jp-Heapscope-icon" />
      <div className="jp-Heapscope-noticeBody">
        {props.title && <b>{props.title}</b>} {props.children}
        {props.detail && (
          <details>
            <summary>{props.detail.label}</summary>
            <pre>{props.detail.text}</pre>
          </details>
        )}
      </div>
      {(props.actions || props.dismiss) && (
        <div className="jp-Heapscope-noticeActions">
          {props.actions}
          {props.dismiss && (
            <IconButton
              icon={dismissIcon}
              label={props.dismiss.label}
              onClick={props.dismiss.onDismiss}
            />
          )}
        </div>
      )}
    </div>
  );
}
