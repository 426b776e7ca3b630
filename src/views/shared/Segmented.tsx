import React from 'react';

import { moveFocus } from './keyboard';

export interface ISegmentedProps<T extends string> {
  /** Translated; what is chosen. */
  readonly label: string;
  readonly options: readonly {
    /** One that is not among the options chooses none. */
    readonly value: T;
    /** Translated. */
    readonly label: string;
    /** Translated; shown as a tooltip. */
    readonly title?: string;
    readonly disabled?: boolean;
  }[];
  /** One that is not among the options chooses none. */
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** One of a few, side by side; the arrow keys choose, as in any radio group. */
export function Segmented<T extends string>(
  props: ISegmentedProps<T>
): JSX.Element {
  const { options, value } = props;
  const chosen = options.some(option => option.value === value);
  const reached = chosen ? value : options[0]?.value;
  return (
    <div
      role="radiogroup"
      aria-label={props.label}
      className="jp-Heapscope-seg"
      onKeyDown={event => moveFocus(event, '[role=radio]')}
    >
      {options.map(option => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          title={option.title}
          disabled={option.disabled}
          tabIndex={option.value === reached ? 0 : -1}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
