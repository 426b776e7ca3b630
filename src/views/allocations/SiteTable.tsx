import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Allocations, AllocationSum, Location } from '../../protocol';
import { formatCount, formatPrompt } from '../format';
import { ExportMenu, Segmented } from '../shared';
import type { IOrigin, ITable } from '../shared';
import { FilterInput, matches, Table, toTable } from '../table';
import type { FooterRow } from '../table';
import { pathText, siteColumns, sumRow } from './columns';
import { shareOf, siteRows, toOrder, toSort } from './sites';
import type { OrderBy, SiteRow } from './sites';

export type GroupBy = Allocations['group_by'];

export interface SiteTableProps {
  readonly trans: TranslationBundle;
  readonly allocations: Allocations;
  /** Of the run as a whole, in words. */
  readonly summary: string | null;
  /** As the user wants it; the answer may still be on its way. */
  readonly groupBy: GroupBy;
  readonly orderBy: OrderBy;
  readonly origin: () => IOrigin;
  readonly goTo: (location: Location) => (() => void) | undefined;
  readonly onGroup: (groupBy: GroupBy) => void;
  readonly onOrder: (orderBy: OrderBy) => void;
}

const keyOf = (row: SiteRow): string => row.key;

/** Where memory was allocated, with the tools of the table. */
export function SiteTable(props: SiteTableProps): React.ReactElement {
  const { trans, allocations, goTo } = props;
  const [filter, setFilter] = React.useState('');
  const columns = siteColumns(trans, allocations, goTo);
  const all = React.useMemo(() => siteRows(allocations), [allocations]);
  const rows = all.filter(({ site }) =>
    matches(
      filter,
      pathText(site),
      ...[site.location, ...site.callers].map(({ file }) => file),
      site.source ?? ''
    )
  );
  return (
    <>
      <SiteTools
        {...props}
        filter={filter}
        onFilter={setFilter}
        table={() => toTable(columns, rows)}
      />
      <Table
        label={trans.__('Sites that allocated')}
        className="jp-Heapscope-siteTable"
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        sort={toSort(allocations.order_by)}
        onSort={sort => {
          const orderBy = toOrder(sort);
          if (orderBy) {
            props.onOrder(orderBy);
          }
        }}
        onSelect={row => row && goTo(row.site.location)?.()}
        empty={
          filter === ''
            ? trans.__('Nothing that it allocated was still alive at its end.')
            : trans.__('No site matches the filter.')
        }
        footer={
          filter === ''
            ? footerOf(allocations, trans)
            : [filteredRow(allocations, rows, trans)]
        }
      />
    </>
  );
}

function SiteTools(
  props: SiteTableProps & {
    readonly filter: string;
    readonly onFilter: (filter: string) => void;
    readonly table: () => ITable;
  }
): React.ReactElement {
  const { trans } = props;
  return (
    <div className="jp-Heapscope-tools">
      <Segmented
        label={trans.__('Sum up')}
        value={props.groupBy}
        onChange={props.onGroup}
        options={[
          { value: 'line', label: trans.__('By line') },
          { value: 'file', label: trans.__('By file') },
          {
            value: 'call_path',
            label: trans.__('By path'),
            title: trans.__(
              'By the calls that led to the line, as deep as is recorded: see “Recording depth” in the settings'
            )
          }
        ]}
      />
      <Segmented<OrderBy>
        label={trans.__('Order by size')}
        value={props.orderBy}
        onChange={props.onOrder}
        options={[
          { value: 'bytes_delta', label: trans.__('Grew in this run') },
          { value: 'bytes', label: trans.__('Held now') }
        ]}
      />
      <FilterInput
        label={trans.__('Filter, e.g. pandas/io')}
        value={props.filter}
        onChange={props.onFilter}
      />
      <ExportMenu
        trans={trans}
        name="allocations"
        origin={props.origin}
        table={props.table}
        disabled={props.allocations.items.length === 0}
      />
      <span className="jp-Heapscope-muted jp-Heapscope-summary">
        {props.summary}
      </span>
    </div>
  );
}

function footerOf(
  allocations: Allocations,
  trans: TranslationBundle
): readonly FooterRow[] {
  const { items, total, rest, sum, order_by } = allocations;
  const prompt = formatPrompt(allocations.execution_count);
  const more = total - items.length;
  const share = (part: AllocationSum) => shareOf(part[order_by], sum[order_by]);
  const all = sumRow('sum', trans.__('Σ after %1', prompt), sum, share(sum));
  if (more <= 0) {
    return [all];
  }
  const label = trans._n(
    '%2 more site',
    '%2 more sites',
    more,
    formatCount(more)
  );
  return [{ ...sumRow('rest', label, rest, share(rest)), muted: true }, all];
}

function filteredRow(
  allocations: Allocations,
  rows: readonly SiteRow[],
  trans: TranslationBundle
): FooterRow {
  const add = (figure: OrderBy): number =>
    rows.reduce((total, { site }) => total + site[figure], 0);
  const sum = {
    count: add('count'),
    bytes: add('bytes'),
    count_delta: add('count_delta'),
    bytes_delta: add('bytes_delta')
  };
  const { order_by } = allocations;
  return sumRow(
    'sum',
    trans.__('Σ filtered'),
    sum,
    shareOf(sum[order_by], allocations.sum[order_by])
  );
}
