import type { RunReport } from '../../../protocol';
import { layOut } from '../layout';
import { labelsOf, marksOf } from '../marks';
import type { BandBox } from '../marks';
import { addRun, itemsAfter, MIB, oneRun } from './story';

const WIDTH = 400;

function marks(
  count: number,
  changes: (id: number) => Partial<RunReport> = () => ({})
) {
  const layout = layOut(
    itemsAfter(timeline => {
      for (let id = 1; id <= count; id += 1) {
        addRun(timeline, { run_id: id, ...changes(id) });
      }
    }),
    'cells'
  );
  return marksOf(layout, { from: 0, to: layout.length }, WIDTH);
}

describe('marksOf', () => {
  it('has a band for each run, from edge to edge', () => {
    const { bands } = marks(4);
    expect(bands).toHaveLength(4);
    expect(bands[0].left).toBe(0);
    expect(bands[3].right).toBeCloseTo(WIDTH);
  });

  it('merges bands into pixels, and loses none that raised', () => {
    const { bands } = marks(5000, id => ({
      status: id === 1234 ? 'error' : 'ok'
    }));
    expect(bands.length).toBeLessThanOrEqual(WIDTH + 1);
    expect(bands.filter(box => box.run.state === 'error')).toHaveLength(1);
  });

  it('keeps the highest peak of a neighbourhood', () => {
    const { peaks } = marks(1000, id => ({
      peak_rss_bytes: (id === 500 ? 900 : 200) * MIB
    }));
    expect(peaks.length).toBeLessThanOrEqual(WIDTH / 10 + 1);
    expect(peaks.filter(peak => peak.bytes === 900 * MIB)).toHaveLength(1);
  });

  it('has no peak mark where none is known', () => {
    expect(marks(2, () => ({ peak_rss_bytes: null })).peaks).toEqual([]);
  });

  it('has a tick for each collection, taller for a full one', () => {
    const event = { pause_ms: 1, collected: 0, uncollectable: 0 };
    const { gcTicks } = marks(1, () => ({
      gc_events: [
        { ...event, at_ms: 250, generation: 0 },
        { ...event, at_ms: 500, generation: 2 },
        { ...event, at_ms: 500.1, generation: 1 }
      ]
    }));
    expect(gcTicks).toEqual([
      { at: 100, full: false },
      { at: 200, full: true }
    ]);
  });

  it('leaves out what is not in the stretch', () => {
    const layout = layOut(
      itemsAfter(timeline => {
        for (let id = 1; id <= 10; id += 1) {
          addRun(timeline, { run_id: id });
        }
        timeline.endEra('died');
      }),
      'cells'
    );
    const { start, end } = layout.bands[4];
    const seen = marksOf(layout, { from: start, to: end }, WIDTH);
    expect(seen.bands.map(box => box.run.executionCount)).toEqual([5]);
    expect(seen.breaks).toEqual([]);
  });
});

describe('labelsOf', () => {
  const boxes = (count: number): readonly BandBox[] =>
    Array.from({ length: count }, (_, index) => ({
      run: { ...oneRun({ execution_count: index }), key: `${index}` },
      left: (index * WIDTH) / count,
      right: ((index + 1) * WIDTH) / count
    }));
  const options = {
    textOf: () => '[10]',
    measure: () => 30,
    width: WIDTH,
    overhang: Infinity,
    preferred: null
  };

  it('labels all bands where there is room', () => {
    expect(labelsOf(boxes(10), options)).toHaveLength(10);
  });

  it('has no two labels over each other, and none outside', () => {
    const labels = labelsOf(boxes(300), options);
    expect(labels.length).toBeGreaterThan(8);
    labels.forEach((label, index) => {
      expect(label.left).toBeGreaterThanOrEqual(
        index === 0 ? 0 : labels[index - 1].right
      );
      expect(label.right).toBeLessThanOrEqual(WIDTH);
    });
  });

  it('prefers the selected run', () => {
    for (const preferred of ['0', '101', '299']) {
      const labels = labelsOf(boxes(300), { ...options, preferred });
      expect(labels.map(label => label.run.key)).toContain(preferred);
    }
  });

  it('keeps a label to its band, where it has to', () => {
    expect(labelsOf(boxes(20), { ...options, overhang: 0 })).toEqual([]);
    expect(labelsOf(boxes(20), { ...options, overhang: 10 })).not.toEqual([]);
  });
});
