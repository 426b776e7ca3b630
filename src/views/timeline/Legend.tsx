import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

/** What the marks of the chart mean. */
export function Legend(props: {
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { trans } = props;
  return (
    <div className="jp-Heapscope-timelineLegend" aria-hidden="true">
      <Sign className="jp-mod-line" path="M0 5h14v2.5H0z">
        {trans.__('RSS')}
      </Sign>
      <Sign className="jp-mod-peak" path="M7 10 11.5 3h-9z">
        {trans.__('peak of a cell')}
      </Sign>
      <Sign className="jp-mod-gc" path="M6 5h2v6H6z">
        {trans.__('gc')}
      </Sign>
      <Sign className="jp-mod-gc" path="M6 0h2v11H6z">
        {trans.__('gc, full')}
      </Sign>
      <Sign className="jp-mod-gc" path="M7 0l6 6-6 6-6-6z">
        {trans.__('you collected')}
      </Sign>
    </div>
  );
}

function Sign(props: {
  readonly className: string;
  readonly path: string;
  readonly children: string;
}): React.ReactElement {
  return (
    <span className={props.className}>
      <svg viewBox="0 0 14 12">
        <path d={props.path} />
      </svg>
      {props.children}
    </span>
  );
}
