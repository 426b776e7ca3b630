import type { Allocations, AllocationSite } from '../../protocol';
import { placeText } from '../object';
import { uniqueKeys } from '../table';
import type { TableSort } from '../table';

export type OrderBy = Allocations['order_by'];

/** A site as the table shows it. */
export interface SiteRow {
  readonly key: string;
  readonly site: AllocationSite;
  /** Of the sum over all sites, of the figure that they are ordered by; null where that is no share of anything. */
  readonly share: number | null;
  /** Length of the bar, 0 to 1, against the largest. */
  readonly bar: number;
}

/** Sites with their share of what they are ordered by. */
export function siteRows(allocations: Allocations): readonly SiteRow[] {
  const { items, sum, order_by } = allocations;
  const largest = Math.max(0, ...items.map(site => Math.abs(site[order_by])));
  const keys = uniqueKeys(
    items.map(({ location, callers }) =>
      [location, ...callers]
        .map(one => `${placeText(one).full} ${one.file}`)
        .join(' ')
    )
  );
  return items.map((site, at) => ({
    key: keys[at],
    site,
    share: shareOf(site[order_by], sum[order_by]),
    bar: largest > 0 ? Math.abs(site[order_by]) / largest : 0
  }));
}

/** Null where the sum is not made of parts that all grow: then no part is a share of it. */
export function shareOf(part: number, sum: number): number | null {
  return sum > 0 && part >= 0 && part <= sum ? part / sum : null;
}

/** Columns by which the probe can order, by their id in the table. */
const COLUMNS: Readonly<Record<OrderBy, string>> = {
  count: 'count',
  bytes: 'size',
  count_delta: 'count_delta',
  bytes_delta: 'size_delta'
};

export function toSort(orderBy: OrderBy): TableSort {
  return { column: COLUMNS[orderBy], descending: true };
}

export function toOrder(sort: TableSort): OrderBy | undefined {
  const orders = Object.keys(COLUMNS) as OrderBy[];
  return orders.find(order => COLUMNS[order] === sort.column);
}
