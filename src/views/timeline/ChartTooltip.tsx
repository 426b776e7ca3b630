import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { figuresOf, titleOf } from './figures';
import type { Run } from './runs';

/** Px beside the mouse. */
const GAP = 14;
/** Of the popup at most, px. */
const WIDTH = 240;

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
  return (
    <div
      className="jp-Heapscope-tooltip jp-Heapscope-timelineTooltip"
      style={placeBeside(left, width)}
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

/** On the side where there is more room; under a chart that has no room beside the mouse. */
function placeBeside(left: number, width: number): React.CSSProperties {
  if (width < 2 * (WIDTH - GAP)) {
    return { left: 8, right: 8, top: '100%' };
  }
  return left > width / 2
    ? { left: left - GAP - WIDTH, width: WIDTH }
    : { left: left + GAP, width: WIDTH };
}
