import { bandIndexAt, layOut, nearestBand, placeIn } from '../layout';
import type { Band } from '../layout';
import { addCollection, addRun, BEGIN, itemsAfter, startRun } from './story';
import { example } from '../../../protocol/__tests__/examples';

const length = (band: Band): number => band.end - band.start;

/** Runs of these durations, ms. */
const runs = (...durations: readonly number[]) =>
  itemsAfter(timeline =>
    durations.forEach((duration_ms, index) =>
      addRun(timeline, { run_id: index + 1, duration_ms })
    )
  );

describe('layOut', () => {
  it('gives each run a least length in Cells, and one more a doubling', () => {
    const { bands } = layOut(runs(0, 1000, 3000), 'cells');
    expect(bands.map(length).map(one => one.toFixed(3))).toEqual([
      '1.000',
      '2.000',
      '3.000'
    ]);
  });

  it('keeps places when runs come, in Cells', () => {
    const short = layOut(runs(10, 2000), 'cells');
    const long = layOut(runs(10, 2000, 500), 'cells');
    expect(long.bands.slice(0, 2).map(length)).toEqual(short.bands.map(length));
    expect(long.bands[1].start).toBe(short.bands[1].start);
  });

  it('gives true time and folds idle time in Clock', () => {
    const { bands, length: all } = layOut(runs(2, 4000, 100), 'clock');
    expect(bands.map(length).map(Math.round)).toEqual([2, 4000, 100]);
    expect(all - 4102).toBeLessThan(4102 * 0.15);
    expect(bands[1].start).toBeGreaterThan(bands[0].end);
  });

  it('does not stretch idle time that was short', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 1, started_at_ms: BEGIN, duration_ms: 1000 });
      addRun(timeline, {
        run_id: 2,
        started_at_ms: BEGIN + 1003,
        duration_ms: 1000
      });
    });
    const { bands } = layOut(items, 'clock');
    expect(bands[1].start - bands[0].end).toBe(3);
  });

  it('leaves room on the right of a run in progress', () => {
    const items = itemsAfter(timeline => {
      startRun(timeline, 1);
      timeline.apply(example('sample', { run_id: 1, at_ms: 800 }));
    });
    const [band] = layOut(items, 'clock').bands;
    expect(band.spanMs).toBe(1000);
    expect(placeIn(band, 800)).toBeCloseTo(band.start + 0.8 * length(band));
  });

  it('puts a collection between the runs that it came between', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 1 });
      addCollection(timeline, BEGIN + 15_000);
      addRun(timeline, { run_id: 2 });
    });
    const { bands, collections } = layOut(items, 'cells');
    expect(collections).toHaveLength(1);
    expect(collections[0].betweenRuns).toBe(true);
    expect(collections[0].at).toBeGreaterThan(bands[0].end);
    expect(collections[0].at).toBeLessThan(bands[1].start);
  });

  it('puts a collection into the run that it came in', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 1 });
      addCollection(timeline, BEGIN + 20_500);
      addRun(timeline, { run_id: 2, duration_ms: 1000 });
    });
    const { bands, collections } = layOut(items, 'cells');
    expect(collections[0].betweenRuns).toBe(false);
    expect(collections[0].at).toBeCloseTo((bands[1].start + bands[1].end) / 2);
  });

  it('shows a collection after the last run', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 1 });
      addCollection(timeline, BEGIN + 15_000);
    });
    const { bands, collections, length: all } = layOut(items, 'cells');
    expect(collections[0].at).toBeGreaterThan(bands[0].end);
    expect(all).toBeGreaterThan(collections[0].at);
  });

  it('marks where a kernel ended', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline);
      timeline.endEra('died');
      timeline.reset();
      addRun(timeline);
    });
    const { bands, breaks } = layOut(items, 'cells');
    expect(breaks[0].at).toBeGreaterThan(bands[0].end);
    expect(breaks[0].at).toBeLessThan(bands[1].start);
  });

  it('has no length without anything', () => {
    expect(layOut([], 'clock')).toMatchObject({ bands: [], length: 0 });
  });
});

describe('finding a band', () => {
  const layout = layOut(runs(1000, 1000, 1000), 'cells');
  const [first, second, third] = layout.bands;

  it('finds the band at a place', () => {
    expect(bandIndexAt(layout, -1)).toBe(-1);
    expect(bandIndexAt(layout, first.start)).toBe(0);
    expect(bandIndexAt(layout, third.end + 9)).toBe(2);
  });

  it('takes the nearer one between two', () => {
    expect(nearestBand(layout, first.end + 0.01)).toBe(first);
    expect(nearestBand(layout, second.start - 0.01)).toBe(second);
    expect(nearestBand(layout, -5)).toBe(first);
    expect(nearestBand(layOut([], 'cells'), 0)).toBeNull();
  });

  it('keeps moments within their run', () => {
    expect(placeIn(first, -50)).toBe(first.start);
    expect(placeIn(first, 99_999)).toBe(first.end);
  });
});
