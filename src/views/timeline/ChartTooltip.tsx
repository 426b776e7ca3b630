import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { figuresOf, titleOf } from './figures';
import type { Run } from './runs';

/** The figures of the run under the mouse. */
export function ChartTooltip(props: {
  readonly run: Run;
  /** Px from the chart's left edge. */
  readonly left: number;
  /** Of the chart, px. */
  readonly width: number;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { run, left, width, trans } = props;
  const side =
    left > width / 2 ? { right: width - left + 14 } : { left: left + 14 };
  return (
    <div
      className="jp-Heapscope-tooltip jp-Heapscope-timelineTooltip"
      style={side}
    >
      <h4 className="jp-Heapscope-code">{titleOf(run, trans)}</h4>
      <dl>
        {figuresOf(run, trans).map(({ name, text, note }) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>
              {text}
              {note && <small>{note}</small>}
            </dd>
          </React.Fragment>
        ))}
      </dl>
    </div>
  );
}
