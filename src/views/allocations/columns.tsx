import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type {
  Allocations,
  AllocationSite,
  AllocationSum,
  Location
} from '../../protocol';
import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  formatShare,
  NO_FIGURE
} from '../format';
import { PlaceLink, placeText } from '../object';
import type { FooterRow, TableColumn } from '../table';
import type { SiteRow } from './sites';

type Column = TableColumn<SiteRow>;

/** Columns of the table of sites; only those are sortable that the probe can order by. */
export function siteColumns(
  trans: TranslationBundle,
  allocations: Allocations,
  onGo: (location: Location) => (() => void) | undefined
): readonly Column[] {
  return [
    {
      id: 'site',
      header:
        allocations.group_by === 'call_path'
          ? trans.__('Call path')
          : trans.__('Site'),
      sortable: false,
      width: 'minmax(0, 5fr)',
      value: ({ site }) => pathText(site),
      render: ({ site }) => <Path site={site} trans={trans} onGo={onGo} />
    },
    ...(allocations.group_by === 'line' && allocations.items.some(hasSource)
      ? [sourceColumn(trans)]
      : []),
    ...figureColumns(trans),
    {
      id: 'share',
      header: trans.__('Share'),
      numeric: true,
      sortable: false,
      width: '84px',
      hiddenBelow: 640,
      value: row => row.share,
      text: row => (row.share === null ? NO_FIGURE : formatShare(row.share)),
      render: row => <Share row={row} trans={trans} />
    }
  ];
}

/** `helpers.py:12 ← [5]:3`: where it was allocated, and the calls that led there where sites are call paths. */
export function pathText(site: AllocationSite): string {
  return framesOf(site)
    .map(location => placeText(location).full)
    .join(' ← ');
}

function framesOf(site: AllocationSite): readonly Location[] {
  return [site.location, ...site.callers];
}

function Path(props: {
  readonly site: AllocationSite;
  readonly trans: TranslationBundle;
  readonly onGo: (location: Location) => (() => void) | undefined;
}): React.ReactElement {
  const { site, trans, onGo } = props;
  return (
    <>
      {framesOf(site).map((location, depth) => (
        <React.Fragment key={depth}>
          {depth > 0 && ' ← '}
          <PlaceLink location={location} trans={trans} onGo={onGo(location)} />
        </React.Fragment>
      ))}
    </>
  );
}

/** Only lines of cells are known by their text: files are not read. */
function hasSource(site: AllocationSite): boolean {
  return Boolean(site.source?.trim());
}

function sourceColumn(trans: TranslationBundle): Column {
  return {
    id: 'source',
    header: trans.__('Source'),
    sortable: false,
    width: 'minmax(0, 6fr)',
    hiddenBelow: 400,
    value: ({ site }) => site.source?.trim() ?? null,
    text: ({ site }) => site.source?.trim() ?? '',
    render: ({ site }) => (
      <code className="jp-Heapscope-code">{site.source?.trim()}</code>
    )
  };
}

function figureColumns(trans: TranslationBundle): readonly Column[] {
  return [
    {
      id: 'count',
      header: trans.__('Count'),
      numeric: true,
      width: '68px',
      hiddenBelow: 740,
      value: ({ site }) => site.count,
      text: ({ site }) => formatCount(site.count)
    },
    {
      id: 'count_delta',
      header: trans.__('Δ count'),
      numeric: true,
      width: '78px',
      hiddenBelow: 560,
      value: ({ site }) => site.count_delta,
      text: ({ site }) => formatCountDelta(site.count_delta),
      render: ({ site }) => (
        <Delta value={site.count_delta} write={formatCountDelta} />
      )
    },
    {
      id: 'size',
      header: trans.__('Size'),
      description: trans.__('What was alive when the run ended'),
      numeric: true,
      width: '70px',
      exportAs: 'size_bytes',
      value: ({ site }) => site.bytes,
      text: ({ site }) => formatBytes(site.bytes)
    },
    {
      id: 'size_delta',
      header: trans.__('Δ size'),
      description: trans.__('Change by the run'),
      numeric: true,
      width: '82px',
      exportAs: 'size_delta_bytes',
      value: ({ site }) => site.bytes_delta,
      text: ({ site }) => formatBytesDelta(site.bytes_delta),
      render: ({ site }) => (
        <Delta value={site.bytes_delta} write={formatBytesDelta} />
      )
    }
  ];
}

/** A footer row: the sum over sites. */
export function sumRow(
  key: string,
  label: string,
  sum: AllocationSum,
  share: number | null
): FooterRow {
  return {
    key,
    cells: {
      site: label,
      count: formatCount(sum.count),
      count_delta: formatCountDelta(sum.count_delta),
      size: formatBytes(sum.bytes),
      size_delta: formatBytesDelta(sum.bytes_delta),
      share: share === null ? NO_FIGURE : formatShare(share)
    }
  };
}

/** Bold where there is a change, green where memory was given back. */
function Delta(props: {
  readonly value: number;
  readonly write: (value: number) => string;
}): React.ReactElement {
  const { value, write } = props;
  if (value === 0) {
    return <span className="jp-Heapscope-muted">{write(value)}</span>;
  }
  return <b className={value < 0 ? 'jp-Heapscope-good' : ''}>{write(value)}</b>;
}

function Share(props: {
  readonly row: SiteRow;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { bar, share } = props.row;
  return (
    <span className="jp-Heapscope-share">
      <span className="jp-Heapscope-shareBar" aria-hidden>
        {bar > 0 && <span style={{ width: `${100 * bar}%` }} />}
      </span>
      <span
        title={
          share === null
            ? props.trans.__(
                'Some sites grew and some shrank, so this is no share of the sum.'
              )
            : undefined
        }
      >
        {share === null ? NO_FIGURE : formatShare(share)}
      </span>
    </span>
  );
}
