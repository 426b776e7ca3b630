import React from 'react';

export interface ISectionProps {
  /** Translated. */
  readonly title: string;
  /** Muted, beside the title. */
  readonly note?: React.ReactNode;
  /** Figures or buttons at the right end. */
  readonly children?: React.ReactNode;
}

/** The head of a part of a view. */
export function Section(props: ISectionProps): JSX.Element {
  return (
    <div className="jp-Heapscope-section">
      <h3>{props.title}</h3>
      <span className="jp-Heapscope-muted jp-Heapscope-cut">{props.note}</span>
      <span className="jp-Heapscope-grow" />
      {props.children}
    </div>
  );
}
