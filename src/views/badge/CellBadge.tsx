import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { RunReport } from '../../protocol';
import {
  formatBytes,
  formatBytesDelta,
  formatDuration,
  NO_FIGURE
} from '../format';
import { Glyph } from '../shared/Glyph';
import { Tooltip } from '../shared/Tooltip';
import { BadgeBar, badgeBar, BadgeFigures, deltaOf } from './badgeGeometry';
import { BadgeDetails } from './BadgeDetails';

export interface ICellBadgeProps {
  readonly trans: TranslationBundle;
  readonly figures: BadgeFigures;
  /** Null while the cell runs. */
  readonly report: RunReport | null;
  /** What the whole bar stands for, bytes. */
  readonly fullBytes: number;
  /** The badge was chosen. */
  readonly onClick: () => void;
}

/** What a cell did to the kernel's memory, under its input. */
export function CellBadge(props: ICellBadgeProps): JSX.Element {
  const { trans, figures } = props;
  const delta = deltaOf(figures);
  const peak =
    figures.peakBytes === null ? NO_FIGURE : formatBytes(figures.peakBytes);
  const bar = badgeBar(figures, props.fullBytes);
  return (
    <Tooltip
      content={
        <BadgeDetails trans={trans} figures={figures} report={props.report} />
      }
    >
      <button
        type="button"
        className="jp-Heapscope-cellBadge"
        onClick={props.onClick}
      >
        {bar && <Bar {...bar} />}
        <span className="jp-Heapscope-cellBadgeDelta">
          {delta !== null && <Glyph value={delta} />}
          <span className="jp-Heapscope-srOnly">{trans.__('Memory:')}</span>
          {delta === null ? NO_FIGURE : formatBytesDelta(delta)}
        </span>
        <span className="jp-Heapscope-cellBadgePeak">
          {trans.__('peak')} <b>{peak}</b>
        </span>
        <span className="jp-Heapscope-cellBadgeDuration">
          <b>{formatDuration(figures.durationMs)}</b>
          {figures.live && ` ${trans.__('so far')}`}
        </span>
        {props.report?.recorded && (
          <span className="jp-Heapscope-cellBadgeRecorded">
            <span className="jp-Heapscope-bad" aria-hidden="true">
              ●
            </span>{' '}
            {trans.__('recorded')}
          </span>
        )}
        {figures.live && (
          <span className="jp-Heapscope-chip jp-mod-brand">
            <span aria-hidden="true">●</span> {trans.__('live')}
          </span>
        )}
      </button>
    </Tooltip>
  );
}

const WIDTH = 76;

function Bar(props: BadgeBar): JSX.Element {
  return (
    <svg
      className="jp-Heapscope-cellBadgeBar"
      width={WIDTH}
      height={10}
      viewBox={`0 0 ${WIDTH} 10`}
      aria-hidden="true"
    >
      <rect className="jp-mod-full" y={2} width={WIDTH} height={6} />
      <rect
        className="jp-mod-before"
        y={2}
        width={props.before * WIDTH}
        height={6}
      />
      <rect
        className={props.grows ? 'jp-mod-grown' : 'jp-mod-freed'}
        x={props.changeStart * WIDTH}
        y={2}
        width={props.change * WIDTH}
        height={6}
      />
      {props.peak !== null && (
        <rect
          className="jp-mod-peak"
          x={Math.max(0, props.peak * WIDTH - 2)}
          width={2}
          height={10}
        />
      )}
    </svg>
  );
}
