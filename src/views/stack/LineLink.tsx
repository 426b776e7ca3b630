import * as React from 'react';

/** Words within a row of the tree that do something else than the row; reached by the row's own keys. */
export function LineLink(props: {
  readonly onClick: () => void;
  readonly children: React.ReactNode;
}): React.ReactElement {
  return (
    <button
      type="button"
      className="jp-Heapscope-link"
      tabIndex={-1}
      onClick={event => {
        event.stopPropagation();
        props.onClick();
      }}
    >
      {props.children}
    </button>
  );
}
