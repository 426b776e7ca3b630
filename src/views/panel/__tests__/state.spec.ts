import { nullTranslator } from '@jupyterlab/translation';

import { MemoryModel } from '../../../model/memory';
import { example } from '../../../protocol/__tests__/examples';
import { limitMarks } from '../limitMarks';
import {
  describeState,
  headerStats,
  kernelName,
  lastChange,
  unreadText
} from '../state';

const trans = nullTranslator.load('jupyterlab_heapscope');
const report = example('report');
const run = (id: number, fields: Partial<typeof report.run> = {}) => ({
  ...report,
  run: { ...report.run, run_id: id, execution_count: id, ...fields }
});

describe('the header', () => {
  it('says what changed last, in a run or by collecting', () => {
    const model = new MemoryModel();
    expect(lastChange(trans, model.timeline)).toBeNull();
    model.apply(run(1, { rss_before_bytes: 100, rss_after_bytes: 350 }));
    expect(lastChange(trans, model.timeline)).toEqual({
      bytes: 250,
      where: 'in [1]'
    });
    model.apply({
      ...example('collection'),
      at_ms: report.run.started_at_ms + 1e6,
      rss_before_bytes: 350,
      rss_after_bytes: 300
    });
    expect(lastChange(trans, model.timeline)).toEqual({
      bytes: -50,
      where: 'collected'
    });
  });

  it('forgets the change of a kernel that is gone', () => {
    const model = new MemoryModel();
    model.apply(run(1));
    model.timeline.endEra('died');
    model.reset();
    expect(lastChange(trans, model.timeline)).toBeNull();
  });

  it('gives a reason where it has no figure', () => {
    const stats = headerStats(trans, new MemoryModel());
    expect(stats.map(stat => stat.label)).toEqual([
      'Peak',
      'Traced',
      'Objects'
    ]);
    stats.forEach(stat => expect(stat.reason).toBeTruthy());
  });

  it('says why RSS is old while a cell runs that is not sampled', () => {
    const { timeline } = new MemoryModel();
    const configure = (sample_interval_ms: number) =>
      timeline.apply(
        example('configuration', {
          settings: { ...example('hello').settings, sample_interval_ms }
        })
      );
    configure(0);
    expect(unreadText(trans, timeline.running)).toBeNull();
    timeline.apply(example('run_started', { run_id: 1, execution_count: 3 }));
    expect(unreadText(trans, timeline.running)).toMatch(
      /^Not read while \[3\] runs: sampling is switched off/
    );
    configure(100);
    expect(unreadText(trans, timeline.running)).toBeNull();
  });

  it('marks an estimated count, and gives its error', () => {
    const model = new MemoryModel();
    model.apply({
      ...example('census'),
      complete: false,
      object_count: 9_000_000,
      sampled: {
        share: 0.1,
        object_count_error: 70_000,
        object_bytes_error: 0,
        count_error: [],
        bytes_error: []
      }
    });
    const objects = headerStats(trans, model)[2];
    expect(objects.value).toBe('≈ 9,000,000 ± < 1 %');
    expect(objects.reason).toContain('± 70,000');
  });

  it.each([
    ['budget', 'budget of time'],
    ['next_run', 'for a cell that started'],
    ['frozen', 'gc.freeze()'],
    [null, 'came and went']
  ] as const)('says why the only count is not complete: %s', (cause, text) => {
    const model = new MemoryModel();
    model.apply({
      ...example('census'),
      complete: false,
      sampled: null,
      cut_because: cause
    });
    expect(headerStats(trans, model)[2].reason).toContain(text);
  });

  it('names the cell of a count that is older than the last run', () => {
    const model = new MemoryModel();
    model.apply(run(1));
    model.apply({
      ...example('census'),
      complete: true,
      run_id: 1,
      execution_count: 1,
      object_count: 358704,
      object_count_delta: 7834,
      previous_run_id: 0
    });
    expect(headerStats(trans, model)[2]).toMatchObject({
      label: 'Objects',
      value: '358,704',
      more: '+7,834'
    });
    model.apply(run(2));
    const [, , objects] = headerStats(trans, model);
    expect(objects).toMatchObject({ label: 'Objects after [1]' });
    expect(objects.more).toBeUndefined();
  });

  it('says since which run the count changed where that is not the last run alone', () => {
    const model = new MemoryModel();
    const count = (run_id: number, previous_run_id: number, delta: number) =>
      model.apply({
        ...example('census'),
        run_id,
        previous_run_id,
        object_count: 1000 + delta,
        object_count_delta: delta
      });
    const change = () => {
      const { label, more } = headerStats(trans, model)[2];
      return [label, more];
    };
    model.apply(run(1));
    model.apply(run(2));
    count(2, 0, 14);
    expect(change()).toEqual(['Objects, Δ since start', '+14']);
    model.apply(run(3));
    count(3, 2, 5);
    expect(change()).toEqual(['Objects', '+5']);
    count(3, 2, 30); // again, after a reload
    expect(change()).toEqual(['Objects, Δ since [2]', '+30']);
    model.apply(run(4));
    model.apply(run(5));
    count(5, 3, 7);
    expect(change()).toEqual(['Objects, Δ since [3]', '+7']);
    model.timeline.clear();
    model.apply(run(6));
    count(6, 4, 9);
    expect(change()).toEqual(['Objects', undefined]);
  });

  it('says that a change of objects is not the cell’s alone, and that what came later is not in it', () => {
    const model = new MemoryModel();
    const objects = (delta_is_of_run: boolean) => {
      model.apply(
        example('census', {
          complete: true,
          run_id: 2,
          previous_run_id: 1,
          object_count: 205_359,
          object_count_delta: 35,
          delta_is_of_run
        })
      );
      return headerStats(trans, model)[2];
    };
    model.apply(run(1));
    model.apply(run(2));
    expect(objects(true)).toMatchObject({
      label: 'Objects',
      more: '+35',
      reason: expect.stringContaining('a widget or a thread')
    });
    // Counted again: the row has the same figures.
    expect(objects(false)).toMatchObject({
      label: 'Objects, Δ since [1]',
      reason: expect.stringMatching(/^Between the cells other code/)
    });
  });

  it('has a peak between cells only where cells have run', () => {
    const model = new MemoryModel();
    const { memory } = example('hello');
    const read = (rss_bytes: number) =>
      model.apply(example('memory', { memory: { ...memory, rss_bytes } }));
    model.apply(example('hello', { last_run_id: 0 }));
    read(2 ** 40);
    expect(headerStats(trans, model)[0].label).toBe('Peak');
    model.apply(run(1));
    read(2 ** 41);
    expect(headerStats(trans, model)[0].label).toBe('Peak, between cells');
  });

  it('does not blame what is between cells for the peak of a cell that is gone', () => {
    const GIB = 2 ** 30;
    const start = example('hello').memory;
    const told = (length?: number) => {
      const model = new MemoryModel(length);
      const memory = { ...start, rss_bytes: 0.1 * GIB };
      model.apply(example('hello', { last_run_id: 0, memory }));
      return model;
    };
    const ran = (model: MemoryModel, id: number, before: number) => {
      const report = example('report');
      model.apply({
        ...report,
        memory: { ...report.memory, rss_bytes: 2 * GIB },
        run: {
          ...report.run,
          run_id: id,
          execution_count: id,
          rss_before_bytes: before,
          peak_rss_bytes: 2 * GIB,
          rss_after_bytes: 2 * GIB
        }
      });
    };
    const label = (model: MemoryModel) => headerStats(trans, model)[0].label;

    const cleared = told();
    // The counting before the first cell.
    const rss = { rss_before_bytes: 0.1 * GIB, peak_rss_bytes: 0.11 * GIB };
    cleared.apply(example('census', { run_id: 0, ...rss }));
    ran(cleared, 1, 0.1 * GIB);
    expect(label(cleared)).toBe('Peak, [1]');
    const undo = cleared.timeline.clear();
    ran(cleared, 2, 2 * GIB);
    expect(label(cleared)).toBe('Peak');
    undo();
    expect(label(cleared)).toBe('Peak, [1]');

    const short = told(10);
    ran(short, 1, 0.1 * GIB);
    Array.from({ length: 10 }, (_, n) => ran(short, n + 2, 2 * GIB));
    expect(label(short)).toBe('Peak');
  });

  it('says that tracing begins with the next cell', () => {
    const model = new MemoryModel();
    const { memory } = example('memory');
    model.apply(
      example('memory', { memory: { ...memory, traced_bytes: null } })
    );
    const { recording } = example('recording');
    const setMode = (mode: 'off' | 'on') =>
      model.apply(example('recording', { recording: { ...recording, mode } }));
    setMode('on');
    expect(headerStats(trans, model)[1].reason).toContain('next cell');
    setMode('off');
    expect(headerStats(trans, model)[1].reason).toContain('not recorded');
  });

  it('says that a count is of before the first run', () => {
    const model = new MemoryModel();
    const census = { ...example('census'), complete: true, run_id: 0 };
    model.apply({ ...census, execution_count: null });
    model.apply(run(1));
    expect(headerStats(trans, model)[2].label).toBe('Objects at the start');
  });

  it('names Python as the probe does', () => {
    const model = new MemoryModel();
    model.kernel.update({ displayName: 'My environment' });
    expect(kernelName(model.kernel)).toBe('My environment');
    model.apply({ ...example('hello'), python_version: '3.13.1' });
    expect(kernelName(model.kernel)).toBe('Python 3.13');
  });

  it('says which cell runs and for how long', () => {
    const model = new MemoryModel();
    model.apply({ ...example('run_started'), execution_count: 7 });
    model.kernel.update({ phase: 'ready', busy: true });
    const { facts } = model.kernel;
    expect(describeState(trans, facts, model.timeline.running, 14200)).toEqual({
      state: 'busy, [7] 14.2 s',
      tone: 'busy'
    });
    expect(describeState(trans, { ...facts, busy: false }, null, 0)).toEqual({
      state: 'idle',
      tone: 'idle'
    });
  });
});

describe('the marks of the limit bar', () => {
  const thresholds = { warnPercent: 80, criticalPercent: 90 };

  it('are where the peak and the thresholds are', () => {
    expect(limitMarks(500, 1000, thresholds)).toEqual([
      { kind: 'peak', at: 0.5, labelled: true },
      { kind: 'critical', at: 0.9, labelled: true },
      { kind: 'warning', at: 0.8, labelled: true }
    ]);
  });

  it('leave out a label that would run into another', () => {
    const labelled = limitMarks(870, 1000, thresholds)
      .filter(mark => mark.labelled)
      .map(mark => mark.kind);
    expect(labelled).toEqual(['peak']);
  });

  it('keep a peak beyond the limit on the bar', () => {
    expect(limitMarks(1500, 1000, thresholds)[0].at).toBe(1);
  });
});
