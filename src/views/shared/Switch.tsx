import React from 'react';

export interface ISwitchProps {
  /** Translated. */
  readonly label: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
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
      onClick={() => props.onChange(!props.checked)}
    >
      {props.label}
    </button>
  );
}
