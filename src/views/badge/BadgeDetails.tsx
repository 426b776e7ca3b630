import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { RunReport } from '../../protocol';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPrompt,
  NO_FIGURE
} from '../format';
import { unsampledText } from '../sampling';
import type { BadgeFigures } from './badgeGeometry';

/** All figures of a run, beside its badge. */
export function BadgeDetails(props: {
  readonly trans: TranslationBundle;
  readonly figures: BadgeFigures;
  readonly report: RunReport | null;
}): JSX.Element {
  const { trans, figures, report } = props;
  return (
    <>
      <h4>
        {report
          ? trans.__('Memory of cell %1', formatPrompt(report.execution_count))
          : trans.__('Memory of this cell so far')}
      </h4>
      <dl>
        <dt>{trans.__('RSS')}</dt>
        <dd>
          {bytes(figures.beforeBytes)} → {bytes(figures.afterBytes)}
        </dd>
        <dt>{peakLabel(trans, report)}</dt>
        <dd>{bytes(figures.peakBytes)}</dd>
        {report && <ReportRows trans={trans} report={report} />}
      </dl>
      {!report && figures.afterBytes === null && (
        <p className="jp-Heapscope-muted">
          {unsampledText(figures.isSampled, trans)}
        </p>
      )}
      {report?.absent.map(one => (
        <p key={one.figure} className="jp-Heapscope-muted">
          {one.reason}
        </p>
      ))}
      <p className="jp-Heapscope-muted">
        {trans.__('Click to see it in the timeline.')}
      </p>
    </>
  );
}

function ReportRows(props: {
  readonly trans: TranslationBundle;
  readonly report: RunReport;
}): JSX.Element {
  const { trans, report } = props;
  return (
    <>
      {report.recorded && (
        <>
          <dt>{trans.__('Traced, at most')}</dt>
          <dd>
            {bytes(report.recorded.traced_bytes)},{' '}
            {bytes(report.recorded.traced_peak_bytes)}
          </dd>
          {report.recorded.tables_bytes > 0 && (
            <>
              <dt>{trans.__('Tables of tracemalloc')}</dt>
              <dd>{bytes(report.recorded.tables_bytes)}</dd>
            </>
          )}
        </>
      )}
      <dt>{trans.__('Garbage collections')}</dt>
      <dd>
        {formatCount(report.gc_event_count)}
        {report.gc_event_count > 0 && `, ${formatDuration(report.gc_pause_ms)}`}
      </dd>
      <dt>{trans.__('Heapscope itself')}</dt>
      <dd>{formatDuration(report.probe.hook_ms + report.probe.sampler_ms)}</dd>
    </>
  );
}

function peakLabel(trans: TranslationBundle, report: RunReport | null): string {
  return report?.peak_source === 'exact'
    ? trans.__('Peak, exact')
    : trans.__('Peak, sampled');
}

function bytes(value: number | null): string {
  return value === null ? NO_FIGURE : formatBytes(value);
}
