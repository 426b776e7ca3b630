import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import { formatBytes, formatShare } from '../format';
import type { Level, Thresholds } from '../level';
import { limitMarks } from './limitMarks';

export interface ILimitBarProps {
  readonly trans: TranslationBundle;
  readonly rssBytes: number;
  readonly limitBytes: number;
  readonly peakBytes: number | null;
  readonly level: Level;
  readonly thresholds: Thresholds;
}

/** RSS as a part of the limit, with the peak and the two levels of warning. */
export function LimitBar(props: ILimitBarProps): JSX.Element {
  const { trans, limitBytes, peakBytes } = props;
  const share = props.rssBytes / limitBytes;
  const labels = {
    peak: trans.__('peak %1', formatBytes(peakBytes ?? 0)),
    warning: trans.__('warn'),
    critical: trans.__('critical')
  };
  return (
    <div
      className={`jp-Heapscope-limitBar jp-mod-${props.level}`}
      role="meter"
      aria-label={trans.__('Memory of the kernel against its limit')}
      aria-valuemin={0}
      aria-valuemax={limitBytes}
      aria-valuenow={Math.min(props.rssBytes, limitBytes)}
      aria-valuetext={trans.__(
        '%1, %2 of %3',
        formatBytes(props.rssBytes),
        formatShare(share),
        formatBytes(limitBytes)
      )}
    >
      <i style={{ width: `${Math.min(100, share * 100)}%` }} />
      {limitMarks(peakBytes, limitBytes, props.thresholds).map(mark => (
        <span
          key={mark.kind}
          className={`jp-Heapscope-limitMark jp-mod-${mark.kind}`}
          style={{ left: `${mark.at * 100}%` }}
          title={labels[mark.kind]}
        >
          {mark.labelled && (
            <em className={edge(mark.at)}>{labels[mark.kind]}</em>
          )}
        </span>
      ))}
    </div>
  );
}

/** Labels near an end of the bar grow away from it. */
function edge(at: number): string | undefined {
  if (at < 0.09) {
    return 'jp-mod-start';
  }
  return at > 0.93 ? 'jp-mod-end' : undefined;
}
