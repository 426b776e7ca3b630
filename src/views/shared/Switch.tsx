import React from 'react';

export interface ISwitchProps {
  /** Translated. */
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  /** Translated: what to know of the state; on hover. */
  readonly title?: string;
  readonly onChange: (checked: boolean) => void;
}

/** On or off. */
export function Switch(props: ISwitchProps): JSX.Element {
  return (
    <button
      type="button"
      role="switch"
      className="jp-Heapscope-switch"
      aria-checked={props.checked}
      disabled={props.disabled}
      title={props.title}
      onClick={() => props.onChange(!props.checked)}
    >
      {props.label}
    </button>
  );
}
