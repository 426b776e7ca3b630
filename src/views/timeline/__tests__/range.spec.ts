import { layOut } from '../layout';
import { anchorAt, stretchOf } from '../range';
import { addRun, BEGIN, itemsAfter } from './story';

const runs = (count: number, from = 1) =>
  itemsAfter(timeline => {
    for (let id = from; id < from + count; id += 1) {
      addRun(timeline, { run_id: id });
    }
  });

describe('stretchOf', () => {
  const layout = layOut(runs(10), 'cells');

  it('shows all', () => {
    const all = stretchOf(layout, { kind: 'all' }, null);
    expect(all).toEqual({ from: 0, to: layout.length });
  });

  it('shows the runs of the last minute before the newest figure', () => {
    // A run each ten seconds, each one second long: the last ends at BEGIN + 101 s.
    const { from } = stretchOf(layout, { kind: 'recent' }, null);
    const first = layout.bands.find(band => band.start === from);
    expect(first?.run.startedAtMs).toBe(BEGIN + 40_000);
  });

  it('shows one run with a little room', () => {
    const band = layout.bands[3];
    const { from, to } = stretchOf(layout, { kind: 'run' }, band.run.key);
    expect(from).toBeLessThan(band.start);
    expect(from).toBeGreaterThan(layout.bands[2].start);
    expect(to).toBeGreaterThan(band.end);
  });

  it('shows all when the run is gone', () => {
    const gone = stretchOf(layout, { kind: 'run' }, '9:9');
    expect(gone).toEqual({ from: 0, to: layout.length });
  });

  it('never is empty', () => {
    const { from, to } = stretchOf(layOut([], 'cells'), { kind: 'all' }, null);
    expect(to).toBeGreaterThan(from);
  });
});

describe('a zoom', () => {
  it('stays on its runs when others come or the scale changes', () => {
    const before = layOut(runs(10), 'cells');
    const [, second, third] = before.bands;
    const from = anchorAt(before, second.start);
    const to = anchorAt(before, third.end);
    if (!from || !to) {
      throw new Error('no run there');
    }
    const zoom = { kind: 'zoom' as const, from, to };
    for (const after of [
      layOut(runs(20), 'cells'),
      layOut(runs(9, 2), 'clock')
    ]) {
      const stretch = stretchOf(after, zoom, null);
      const bands = after.bands.filter(
        band => band.start >= stretch.from && band.end <= stretch.to
      );
      expect(bands.map(band => band.run.executionCount)).toEqual([2, 3]);
    }
  });
});
