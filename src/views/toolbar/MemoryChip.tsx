import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ProcessMemory } from '../../protocol';
import { childrenLabel } from '../children';
import { formatBytes, formatShare, formatTimeOfDay } from '../format';
import { Level, shareOfLimit } from '../level';
import { warningIcon } from '../shared/icons';
import { Tooltip } from '../shared/Tooltip';
import { sparklinePoints } from './sparkline';

export interface IMemoryChipProps {
  readonly trans: TranslationBundle;
  readonly memory: ProcessMemory;
  readonly level: Level;
  readonly peakBytes: number | null;
  /** When the figures were read, epoch ms. */
  readonly readAtMs: number;
  /** RSS of late, bytes. */
  readonly recent: readonly number[];
  readonly onClick: () => void;
}

const WIDTH = 52;
const HEIGHT = 16;

/** RSS now, how it came there, and how near the limit it is. */
export function MemoryChip(props: IMemoryChipProps): JSX.Element | null {
  const { trans, memory, level } = props;
  if (memory.rss_bytes === null) {
    return null;
  }
  const rss = formatBytes(memory.rss_bytes);
  const limit =
    memory.limit_bytes === null ? null : formatBytes(memory.limit_bytes);
  const share = shareOfLimit(memory);
  const name =
    limit === null || share === null
      ? trans.__('Memory of the kernel: %1', rss)
      : trans.__(
          'Memory of the kernel: %1 of %2, %3',
          rss,
          limit,
          formatShare(share)
        );
  return (
    <Tooltip content={<ChipDetails {...props} name={name} />}>
      <button
        type="button"
        className={`jp-Heapscope-memoryChip jp-mod-${level}`}
        aria-label={name}
        onClick={props.onClick}
      >
        {level !== 'normal' && (
          <warningIcon.react
            tag="span"
            className="jp-Heapscope-icon jp-mod-small"
          />
        )}
        <Sparkline values={props.recent} />
        <span>{rss}</span>
        {limit !== null && <small>/ {limit}</small>}
      </button>
    </Tooltip>
  );
}

function Sparkline(props: {
  readonly values: readonly number[];
}): JSX.Element | null {
  const points = sparklinePoints(props.values, WIDTH, HEIGHT);
  if (!points) {
    return null;
  }
  return (
    <svg
      className="jp-Heapscope-sparkline"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <polygon points={`0,${HEIGHT} ${points} ${WIDTH},${HEIGHT}`} />
      <polyline points={points} />
    </svg>
  );
}

function ChipDetails(
  props: IMemoryChipProps & { readonly name: string }
): JSX.Element {
  const { trans, memory, peakBytes } = props;
  return (
    <>
      <h4>{props.name}</h4>
      <dl>
        <dt>{trans.__('Read at')}</dt>
        <dd>{formatTimeOfDay(props.readAtMs)}</dd>
        {peakBytes !== null && (
          <>
            <dt>{trans.__('Peak')}</dt>
            <dd>{formatBytes(peakBytes)}</dd>
          </>
        )}
        {memory.swap_bytes !== null && memory.swap_bytes > 0 && (
          <>
            <dt>{trans.__('Swapped out')}</dt>
            <dd>{formatBytes(memory.swap_bytes)}</dd>
          </>
        )}
        {memory.children !== null && memory.children.count > 0 && (
          <>
            <dt>{childrenLabel(memory.children.count, trans)}</dt>
            <dd>{formatBytes(memory.children.rss_bytes)}</dd>
          </>
        )}
        {memory.traced_bytes !== null && (
          <>
            <dt>{trans.__('Traced')}</dt>
            <dd>{formatBytes(memory.traced_bytes)}</dd>
          </>
        )}
      </dl>
    </>
  );
}
