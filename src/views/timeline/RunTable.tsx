import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  formatDuration,
  NO_FIGURE
} from '../format';
import { IconButton, icons, Section } from '../shared';
import { Table } from '../table';
import type { FooterRow } from '../table';
import { FigureCell, runColumns } from './columns';
import { breakText, promptOf } from './figures';
import type { TimelineItem } from './runs';
import { deltaBytesOf } from './sums';
import type { EraSum } from './sums';

const SUM_SIGN = 'Σ';

export interface RunTableProps {
  readonly items: readonly TimelineItem[];
  /** Of the kernel process that runs now. */
  readonly sum: EraSum;
  readonly selectedKey: string | null;
  readonly trans: TranslationBundle;
  readonly onSelect: (key: string | null) => void;
  readonly onClear: () => void;
}

/** One row a run or collection, and what they add up to. */
export function RunTable(props: RunTableProps): React.ReactElement {
  const { items, sum, trans, onSelect } = props;
  const columns = React.useMemo(() => runColumns(trans), [trans]);
  const separator = React.useCallback(
    (item: TimelineItem) =>
      item.type === 'break' ? breakText(item, trans) : null,
    [trans]
  );
  const footer = React.useMemo(
    () => (sum.runs > 0 ? [sumRow(sum, trans)] : []),
    [sum, trans]
  );
  const runs = items.reduce((n, item) => n + (item.type === 'run' ? 1 : 0), 0);
  return (
    <>
      <Section
        title={trans.__('Cells')}
        note={trans._n(
          '%2 run, idle time folded',
          '%2 runs, idle time folded',
          runs,
          formatCount(runs)
        )}
      >
        {sum.hookMs !== null && (
          <span
            className="jp-Heapscope-muted jp-Heapscope-hookCost"
            title={trans.__('Mean CPU time of Heapscope’s work around a cell')}
          >
            {sum.hookRecorded
              ? trans.__(
                  'hook cost %1 a cell while recording',
                  formatDuration(sum.hookMs)
                )
              : trans.__('hook cost %1 a cell', formatDuration(sum.hookMs))}
          </span>
        )}
        <IconButton
          icon={icons.clearIcon}
          label={trans.__('Clear history')}
          onClick={props.onClear}
        />
      </Section>
      <Table
        label={trans.__('Cell runs')}
        columns={columns}
        rows={items}
        rowKey={keyOf}
        selectedKey={props.selectedKey}
        onSelect={item => onSelect(item?.key ?? null)}
        separator={separator}
        rowClass={rowClass}
        footer={footer}
        followEnd
      />
    </>
  );
}

function keyOf(item: TimelineItem): string {
  return item.key;
}

function rowClass(item: TimelineItem): string | undefined {
  if (item.type !== 'collection') {
    return undefined;
  }
  const freed = (deltaBytesOf(item) ?? 0) < 0;
  return freed ? 'jp-mod-collection jp-mod-freed' : 'jp-mod-collection';
}

function sumRow(sum: EraSum, trans: TranslationBundle): FooterRow {
  const { first, objects } = sum;
  const since =
    first && first.executionCount !== null && first.executionCount > 1
      ? trans.__('since %1', promptOf(first))
      : trans.__('since the kernel started');
  const noFigure = {
    text: NO_FIGURE,
    note: trans.__('The kernel did not give this figure')
  };
  const figure = (value: number | null, format: (n: number) => string) =>
    value === null ? noFigure : { text: format(value), note: '' };
  const objectFigure = objects
    ? {
        text: formatCountDelta(objects.delta),
        note: trans.__(
          'From the count after %1 to that after %2',
          promptOf(objects.from),
          promptOf(objects.to)
        )
      }
    : {
        text: NO_FIGURE,
        note: trans.__('Objects were not counted after two runs')
      };
  return {
    key: 'sum',
    cells: {
      cell: (
        <span className="jp-Heapscope-runName">
          <span className="jp-Heapscope-sumSign" aria-hidden>
            {SUM_SIGN}
          </span>
          <span className="jp-Heapscope-cut" title={since}>
            {since}
          </span>
        </span>
      ),
      delta: <FigureCell {...figure(sum.deltaBytes, formatBytesDelta)} />,
      peak: <FigureCell {...figure(sum.peakBytes, formatBytes)} />,
      time: formatDuration(sum.durationMs),
      objects: <FigureCell {...objectFigure} />
    }
  };
}
