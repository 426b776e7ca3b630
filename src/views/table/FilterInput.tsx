import * as React from 'react';

export interface FilterInputProps {
  /** Translated: what is filtered; placeholder and name. */
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Words that the rows of a table must contain; Escape clears it. */
export function FilterInput(props: FilterInputProps): React.ReactElement {
  return (
    <input
      type="search"
      className="jp-Heapscope-input jp-Heapscope-filter"
      aria-label={props.label}
      placeholder={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Escape' && props.value !== '') {
          event.stopPropagation();
          props.onChange('');
        }
      }}
    />
  );
}
