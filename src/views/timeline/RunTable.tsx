import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { formatCount, formatDuration } from '../format';
import { IconButton, icons, Section } from '../shared';
import { Table } from '../table';
import { runColumns } from './columns';
import { breakText } from './figures';
import type { TimelineItem } from './runs';
import { sumRows } from './sumRows';
import { deltaBytesOf } from './sums';
import type { EraSum } from './sums';

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
  const footer = React.useMemo(() => sumRows(sum, trans), [sum, trans]);
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
