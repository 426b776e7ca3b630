import allocations from '../../../../protocol/examples/allocations.json';
import type { Allocations } from '../../../protocol';
import { shareOf, siteRows, toOrder, toSort } from '../sites';

const golden = allocations as Allocations;

describe('siteRows', () => {
  it('gives each site a key of its own, and bars against the largest', () => {
    const rows = siteRows(golden);
    expect(new Set(rows.map(row => row.key)).size).toBe(3);
    expect(rows[0].bar).toBe(1);
    expect(rows[2].bar).toBeCloseTo(512004 / 320000288);
  });

  it('draws what shrank too, and nothing where all is zero', () => {
    const items = golden.items.map(item => ({ ...item, bytes_delta: -10 }));
    const shrunk = { ...golden, items, order_by: 'bytes_delta' as const };
    expect(siteRows(shrunk)[0].bar).toBe(1);
    const still = items.map(item => ({ ...item, bytes_delta: 0 }));
    expect(siteRows({ ...shrunk, items: still })[0].bar).toBe(0);
  });
});

describe('shareOf', () => {
  it('is a share only of a sum that all parts grow to', () => {
    expect(shareOf(1, 4)).toBe(0.25);
    expect(shareOf(5, 4)).toBeNull();
    expect(shareOf(-1, 4)).toBeNull();
    expect(shareOf(0, 0)).toBeNull();
  });
});

describe('order', () => {
  it('goes from the probe to the table and back', () => {
    for (const order of [
      'bytes',
      'count',
      'bytes_delta',
      'count_delta'
    ] as const) {
      expect(toOrder(toSort(order))).toBe(order);
    }
    expect(toOrder({ column: 'site', descending: true })).toBeUndefined();
  });
});
