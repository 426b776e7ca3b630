import { layOut } from '../layout';
import { lineOf } from '../points';
import type { Line } from '../points';
import { addCollection, addRun, BEGIN, itemsAfter, MIB } from './story';

const WIDTH = 440;
const all = (layout: ReturnType<typeof layOut>) => ({
  from: 0,
  to: layout.length
});
const mib = (line: Line) => line.ys.map(y => y && y / MIB);

describe('lineOf', () => {
  it('ends at what RSS is now, where that changed after the last run', () => {
    const items = itemsAfter(timeline =>
      addRun(timeline, { rss_after_bytes: 150 * MIB })
    );
    const at = (restBytes: number | null) => {
      const layout = layOut(items, 'cells', restBytes);
      return { layout, line: lineOf(layout, all(layout), WIDTH) };
    };
    const usual = at(null);
    expect(usual.layout.tail).toBeNull();
    expect(at(150.5 * MIB)).toEqual(usual);
    const changed = at(300 * MIB);
    expect(mib(changed.line)).toEqual([...mib(usual.line), 300]);
    expect(changed.line.xs.at(-1)).toBe(changed.layout.length);
    expect(changed.layout.length).toBeGreaterThan(usual.layout.length);
  });

  it('goes through start, samples, peak and end of each run', () => {
    const layout = layOut(
      itemsAfter(timeline =>
        addRun(timeline, {
          rss_before_bytes: 100 * MIB,
          rss_after_bytes: 150 * MIB,
          peak_rss_bytes: 400 * MIB,
          samples: [
            { at_ms: 200, rss_bytes: 120 * MIB },
            { at_ms: 500, rss_bytes: 390 * MIB },
            { at_ms: 700, rss_bytes: 160 * MIB }
          ]
        })
      ),
      'clock'
    );
    const line = lineOf(layout, all(layout), WIDTH);
    expect(mib(line)).toEqual([null, 100, 120, 400, 390, 160, 150]);
    expect(line.xs).toEqual([0, 0, 200, 500, 500, 700, 1000]);
  });

  it('never goes back', () => {
    const layout = layOut(
      itemsAfter(timeline => {
        for (let id = 1; id <= 50; id += 1) {
          addRun(timeline, { run_id: id });
          addCollection(timeline, BEGIN + id * 10_000 + 5000);
        }
      }),
      'cells'
    );
    const { xs } = lineOf(layout, all(layout), WIDTH);
    expect(xs).toEqual([...xs].sort((a, b) => a - b));
  });

  it('shows what a collection between two runs did', () => {
    const layout = layOut(
      itemsAfter(timeline => {
        addRun(timeline, { run_id: 1 });
        addCollection(timeline, BEGIN + 15_000);
        addRun(timeline, { run_id: 2 });
      }),
      'cells'
    );
    const { xs, ys } = lineOf(layout, all(layout), WIDTH);
    const at = xs.indexOf(layout.collections[0].at);
    expect(ys.slice(at, at + 2)).toEqual([1036726272, 1034944512]);
  });

  it('is broken where a kernel ended, and where figures are missing', () => {
    const layout = layOut(
      itemsAfter(timeline => {
        addRun(timeline);
        timeline.endEra('died');
        timeline.reset();
        addRun(timeline, {
          rss_before_bytes: null,
          rss_after_bytes: null,
          peak_rss_bytes: null
        });
      }),
      'cells'
    );
    expect(mib(lineOf(layout, all(layout), WIDTH))).toEqual([
      null,
      100,
      200,
      200,
      null
    ]);
  });

  it('draws a long history from a few points a run', () => {
    const samples = Array.from({ length: 200 }, (_, index) => ({
      at_ms: index * 5,
      rss_bytes: 100 * MIB
    }));
    const layout = layOut(
      itemsAfter(timeline => {
        for (let id = 1; id <= 500; id += 1) {
          addRun(timeline, { run_id: id, samples });
        }
      }),
      'cells'
    );
    expect(lineOf(layout, all(layout), WIDTH).xs.length).toBeLessThan(2000);
    const { start, end } = layout.bands[250];
    const near = lineOf(layout, { from: start, to: end }, WIDTH);
    expect(near.xs.length).toBeGreaterThan(200);
    expect(near.xs.length).toBeLessThan(1000);
  });

  it('leaves a zoomed chart at both edges', () => {
    const layout = layOut(
      itemsAfter(timeline => {
        for (let id = 1; id <= 10; id += 1) {
          addRun(timeline, { run_id: id });
        }
      }),
      'cells'
    );
    const { start, end } = layout.bands[5];
    const { xs } = lineOf(layout, { from: start, to: end }, WIDTH);
    expect(xs[0]).toBeLessThan(start);
    expect(xs[xs.length - 1]).toBeGreaterThan(end);
  });
});
