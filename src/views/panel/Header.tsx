import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { ProcessMemory } from '../../protocol';
import {
  formatBytes,
  formatBytesDelta,
  formatShare,
  formatTimeOfDay,
  NO_FIGURE
} from '../format';
import { Level, shareOfLimit, Thresholds } from '../level';
import { Glyph } from '../shared/Glyph';
import { warningIcon } from '../shared/icons';
import { LimitBar } from './LimitBar';
import { Stat, Stats } from './Stats';

export interface IHeaderProps {
  readonly trans: TranslationBundle;
  /** Null until there is a figure. */
  readonly memory: ProcessMemory | null;
  /** Why there is no RSS; null where there is one or the reason is not known. */
  readonly rssMissing: string | null;
  readonly peakBytes: number | null;
  /** When the figures were read, epoch ms. */
  readonly readAtMs: number;
  /** Why RSS is not read now; null where it is. */
  readonly unread: string | null;
  readonly level: Level;
  readonly thresholds: Thresholds;
  /** The last change: `+286.6 MiB in [7]`; null before the first. */
  readonly change: { readonly bytes: number; readonly where: string } | null;
  readonly stats: readonly Stat[];
  /** True while the figures are those of a kernel that is gone or out of reach. */
  readonly stale: boolean;
}

/** The kernel's memory in one figure, its limit, and what else is known of the process. */
export function Header(props: IHeaderProps): JSX.Element {
  const { trans, memory } = props;
  const rss = memory?.rss_bytes ?? null;
  return (
    <section
      className={`jp-Heapscope-header${props.stale ? ' jp-Heapscope-stale' : ''}`}
      aria-label={trans.__('Memory of the kernel')}
    >
      <div className="jp-Heapscope-rss">
        <span
          className={`jp-Heapscope-rssFigure jp-mod-${props.level}`}
          data-bytes={rss ?? undefined}
          title={[
            limitText(trans, memory),
            trans.__('Read at %1', formatTimeOfDay(props.readAtMs)),
            props.unread
          ]
            .filter(Boolean)
            .join('\n')}
        >
          {rss === null ? NO_FIGURE : formatBytes(rss)}
        </span>
        {props.unread && (
          <span className="jp-Heapscope-srOnly">{props.unread}</span>
        )}
        <RssText {...props} />
        <span className="jp-Heapscope-grow" />
        <HeaderChip {...props} />
      </div>
      {rss !== null && memory?.limit_bytes ? (
        <LimitBar
          trans={trans}
          rssBytes={rss}
          limitBytes={memory.limit_bytes}
          peakBytes={props.peakBytes}
          level={props.level}
          thresholds={props.thresholds}
        />
      ) : null}
      <Stats stats={props.stats} />
    </section>
  );
}

/** What the figure is, and its share of the limit; shorter where the panel is narrow. */
function RssText(props: IHeaderProps): JSX.Element {
  const { trans, memory } = props;
  const share = shareOfLimit(memory);
  const whole =
    memory?.rss_bytes === null && props.rssMissing
      ? props.rssMissing
      : limitText(trans, memory);
  const percent = formatShare(share ?? 0);
  const limit = formatBytes(memory?.limit_bytes ?? 0);
  const texts = {
    'jp-mod-whole': whole,
    'jp-mod-short':
      share === null ? whole : trans.__('RSS, %1 of %2', percent, limit),
    'jp-mod-shortest':
      share === null ? whole : trans.__('%1 of %2', percent, limit)
  };
  return (
    <>
      {Object.entries(texts).map(([width, text]) => (
        <span
          key={width}
          className={`jp-Heapscope-muted jp-Heapscope-rssText ${width}`}
        >
          {text}
        </span>
      ))}
    </>
  );
}

/** The warning when there is one, else the last change. */
function HeaderChip(props: IHeaderProps): JSX.Element | null {
  const { trans, change, level, thresholds } = props;
  if (level !== 'normal') {
    const critical = level === 'critical';
    const percent = critical
      ? thresholds.criticalPercent
      : thresholds.warnPercent;
    return (
      <span
        className={`jp-Heapscope-chip ${critical ? 'jp-mod-bad' : 'jp-mod-warn'}`}
      >
        <warningIcon.react
          tag="span"
          className="jp-Heapscope-icon jp-mod-small"
        />
        {trans.__('over %1 %', percent)}
      </span>
    );
  }
  if (!change) {
    return null;
  }
  const colour =
    change.bytes > 0 ? 'jp-mod-brand' : change.bytes < 0 ? 'jp-mod-good' : '';
  return (
    <span className={`jp-Heapscope-chip jp-Heapscope-change ${colour}`}>
      <Glyph value={change.bytes} />
      {formatBytesDelta(change.bytes)} {change.where}
    </span>
  );
}

function limitText(
  trans: TranslationBundle,
  memory: ProcessMemory | null
): string {
  const share = shareOfLimit(memory);
  if (share === null) {
    return memory ? trans.__('RSS, no limit known') : trans.__('RSS');
  }
  const percent = formatShare(share);
  const limit = formatBytes(memory?.limit_bytes ?? 0);
  switch (memory?.limit_source) {
    case 'container':
      return trans.__('RSS, %1 of the container’s %2', percent, limit);
    case 'machine':
      return trans.__('RSS, %1 of the machine’s %2', percent, limit);
    default:
      return trans.__('RSS, %1 of the allowed %2', percent, limit);
  }
}
