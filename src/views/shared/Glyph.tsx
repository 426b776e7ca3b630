import React from 'react';

/** ▲ for growth and ▼ for what was given back: the sign that goes with the colour. */
export function Glyph(props: { readonly value: number }): JSX.Element | null {
  if (props.value === 0) {
    return null;
  }
  const grows = props.value > 0;
  return (
    <svg
      className={`jp-Heapscope-glyph ${grows ? 'jp-Heapscope-brand' : 'jp-Heapscope-good'}`}
      viewBox="0 0 10 10"
      aria-hidden="true"
    >
      <path
        d={grows ? 'M5 1 9.5 9H.5z' : 'M5 9 9.5 1H.5z'}
        fill="currentColor"
      />
    </svg>
  );
}
