import type { LabIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { Tooltip } from './Tooltip';

export interface IIconButtonProps {
  readonly icon: LabIcon;
  /** Translated; the accessible name, and the first line of the tooltip. */
  readonly label: string;
  /** `Ctrl Alt G`, or none. */
  readonly shortcut?: string;
  /** What the tooltip says under the label. */
  readonly details?: React.ReactNode;
  /** For a button that stays pressed. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  /** No tooltip now: something else is beside the button. */
  readonly quiet?: boolean;
  /** More class names: `jp-mod-recording`. */
  readonly className?: string;
  /** Text beside the icon. */
  readonly children?: React.ReactNode;
  readonly onClick: () => void;
}

/** A button that is a drawing, with a name for screen readers and a tooltip with its shortcut. */
export function IconButton(props: IIconButtonProps): JSX.Element {
  const { icon: Icon, pressed } = props;
  const classes = [
    'jp-Heapscope-iconButton',
    pressed ? 'jp-mod-active' : '',
    props.className ?? ''
  ];
  return (
    <Tooltip
      content={
        props.quiet ? null : (
          <>
            <h4>
              <span className="jp-Heapscope-grow">{props.label}</span>
              <span className="jp-Heapscope-muted jp-Heapscope-small">
                {props.shortcut}
              </span>
            </h4>
            {props.details}
          </>
        )
      }
    >
      <button
        type="button"
        className={classes.filter(Boolean).join(' ')}
        aria-label={props.label}
        aria-pressed={pressed}
        // Not `disabled`: the tooltip says why, and has to be reached.
        aria-disabled={props.disabled || undefined}
        onClick={() => {
          if (!props.disabled) {
            props.onClick();
          }
        }}
      >
        <Icon.react tag="span" className="jp-Heapscope-icon" />
        {props.children}
      </button>
    </Tooltip>
  );
}
