import { nullTranslator } from '@jupyterlab/translation';

import { Timeline } from '../../../model/timeline';
import { example } from '../../../protocol/__tests__/examples';
import {
  breakText,
  deltaFigure,
  gcFigure,
  objectsFigure,
  peakFigure,
  probeFigure,
  sentenceOf,
  titleOf
} from '../figures';
import { itemsOf } from '../runs';
import type { Run, UserCollection } from '../runs';
import { sumOf } from '../sums';
import {
  addCollection,
  addRun,
  BEGIN,
  itemsAfter,
  MIB,
  oneRun,
  runReport,
  startRun,
  stateOf
} from './story';

const trans = nullTranslator.load('jupyterlab-heapscope');

function counted(changes: Parameters<typeof example<'census'>>[1]): Run {
  const timeline = new Timeline(10);
  addRun(timeline, { run_id: 4 });
  timeline.apply(example('census', { run_id: 4, ...changes }));
  return itemsOf(stateOf(timeline))[0] as Run;
}

describe('figures of a run', () => {
  it('say what changed and from where to where', () => {
    expect(deltaFigure(oneRun(), trans)).toEqual({
      text: '+100.0 MiB',
      note: '100.0 MiB → 200.0 MiB'
    });
  });

  it('say of a recorded run what tracemalloc takes itself', () => {
    const { recorded } = example('report').run;
    expect(deltaFigure(oneRun({ recorded }), trans).note).toBe(
      '100.0 MiB → 200.0 MiB. Tables of tracemalloc, which recorded the run, are 46.0 MiB of its peak, and of its change while recording is on'
    );
  });

  it('say of a change that a count was in its way', () => {
    const { probe } = runReport();
    const reason = 'A count still held objects.';
    const skipped = [{ figure: 'rss_after_bytes', reason }];
    const run = oneRun({ probe: { ...probe, skipped } });
    expect(deltaFigure(run, trans).note).toBe(
      `100.0 MiB → 200.0 MiB. ${reason}`
    );
  });

  it('give the kernel’s reason for what is missing', () => {
    const reason = 'No peak on macOS without psutil.';
    const run = oneRun({
      peak_rss_bytes: null,
      absent: [{ figure: 'peak_rss_bytes', reason }]
    });
    expect(peakFigure(run, trans)).toEqual({ text: '—', note: reason });
  });

  it('mark a peak that was only sampled', () => {
    const run = oneRun({ peak_source: 'sampled' });
    expect(peakFigure(run, trans).text).toBe('≈ 200.0 MiB');
    expect(peakFigure(run, trans).note).toContain('sample');
  });

  it('have the object delta of the census', () => {
    expect(objectsFigure(counted({}), trans).text).toBe('+160');
  });

  it.each([
    [{ complete: false, cut_because: 'budget' as const }, /longer/],
    [{ complete: false, cut_because: 'next_run' as const }, /next cell/],
    [{ complete: false, cut_because: 'frozen' as const }, /gc\.freeze/],
    [{ previous_run_id: 1 }, /just before/],
    [{ delta_is_of_run: false }, /Between the cells other code/]
  ])('say why objects were not counted: %j', (changes, reason) => {
    const figure = objectsFigure(counted(changes), trans);
    expect(figure.text).toBe('—');
    expect(figure.note).toMatch(reason);
  });

  it('claim of a run heard of later no more than that it was not counted', () => {
    const [run] = itemsAfter(timeline =>
      timeline.apply(
        example('history', { items: [runReport()], object_counts: [] })
      )
    ) as [Run];
    const { note } = objectsFigure(run, trans);
    expect(note).toMatch(/^When it ended this page was not connected/);
    expect(note).not.toMatch(/before this page was loaded|out of reach/);
  });

  it('say when objects are counted at all', () => {
    expect(objectsFigure(oneRun(), trans).note).toMatch(/visible/);
  });

  it('say that they are being counted', () => {
    const timeline = new Timeline(10);
    addRun(timeline, { run_id: 4 });
    const figure = () =>
      objectsFigure(itemsOf(stateOf(timeline))[0] as Run, trans);
    timeline.setCounting(true);
    expect(figure().text).toBe('counting…');
    timeline.setCounting(false);
    expect(figure().text).toBe('—');
  });

  it('tell collections and their pause', () => {
    const run = oneRun({ gc_event_count: 1234, gc_pause_ms: 61 });
    expect(gcFigure(run, trans)).toEqual({
      text: '1,234 · 61 ms',
      note: '1,234 collections, which stopped the cell for 61 ms in all'
    });
    expect(gcFigure(oneRun(), trans).text).toBe('0');
  });

  it('say that sampling is switched off, or that no sample has come, while a cell runs', () => {
    const noteAfter = (sample_interval_ms: number) => {
      const { settings } = example('configuration');
      const [run] = itemsAfter(timeline => {
        timeline.apply(
          example('configuration', {
            settings: { ...settings, sample_interval_ms }
          })
        );
        startRun(timeline, 1);
      }) as [Run];
      return [deltaFigure(run, trans).note, peakFigure(run, trans).note];
    };
    for (const note of noteAfter(0)) {
      expect(note).toBe(
        'Sampling is switched off in the settings; told when the cell ends'
      );
    }
    for (const note of noteAfter(100)) {
      expect(note).toMatch(/^No sample has come yet/);
    }
  });

  it('wait for the end of a run in progress', () => {
    const [run] = itemsAfter(timeline => startRun(timeline, 1)) as [Run];
    for (const figure of [gcFigure, probeFigure, objectsFigure]) {
      expect(figure(run, trans).text).toBe('—');
      expect(figure(run, trans).note).not.toBe('');
    }
  });
});

describe('a run out of the history', () => {
  it('has the counts that the probe kept, and says where there was none', () => {
    const history = example('history');
    const [run] = history.items;
    const [count] = history.object_counts;
    const restored = (object_count_delta: number, previous_run_id: number) => {
      const kept = { ...count, object_count_delta, previous_run_id };
      const items = [run, { ...run, run_id: run.run_id + 1 }];
      return itemsAfter(timeline =>
        timeline.apply({ ...history, items, object_counts: [kept] })
      ).map(item => objectsFigure(item as Run, trans));
    };
    const [counted, uncounted] = restored(7, run.run_id - 1);
    expect(counted.text).toBe('+7');
    expect(uncounted.text).toBe('—');
    expect(uncounted.note).toContain('not counted');
    expect(restored(7, run.run_id - 2)[0].note).toContain('just before');
  });
});

describe('words', () => {
  it('name a run that raised', () => {
    const { run } = example('report');
    expect(titleOf(oneRun(run), trans)).toBe(
      '[5] scaled = scale(samples), raised ValueError, allocations recorded'
    );
  });

  it('tell everything in a sentence', () => {
    expect(sentenceOf(oneRun(), trans)).toBe(
      '[1] step(1): RSS +100.0 MiB (100.0 MiB → 200.0 MiB); Peak 200.0 MiB; Time 1.00 s; ' +
        'Objects (Objects are counted while Timeline or Variables is visible and no other cell waits); gc 0; Probe’s cost 0.2 ms (Measured in every 50th run only.)'
    );
  });

  it('tell a collection without figures that it does not have', () => {
    const [item] = itemsAfter(timeline => addCollection(timeline, 1));
    expect(sentenceOf(item as UserCollection, trans)).toBe(
      'you collected: RSS −1.7 MiB (988.7 MiB → 987.0 MiB); Time 41 ms; ' +
        'Objects −12,345 (Objects that gc.collect() found unreachable)'
    );
  });

  it.each([
    ['died', true, 'kernel died and was restarted'],
    ['died', false, 'kernel died'],
    ['restarted', true, 'kernel restarted'],
    ['switched', true, 'kernel changed'],
    ['closed', false, 'kernel shut down'],
    ['off', true, 'Heapscope was switched off'],
    ['replaced', true, 'Heapscope was switched off in another page']
  ] as const)('say why an era ended: %s', (because, followed, text) => {
    const item = {
      type: 'break',
      key: 'b',
      era: 0,
      because,
      followed
    } as const;
    expect(breakText(item, trans)).toBe(text);
  });
});

describe('sumOf', () => {
  it('adds up the runs and collections of one kernel process', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 9 });
      timeline.endEra('restarted');
      timeline.reset();
      addRun(timeline, { run_id: 1 });
      addRun(timeline, { run_id: 2, duration_ms: 500 });
      addCollection(timeline, BEGIN + 25_000);
    });
    const { rss_before_bytes: before, rss_after_bytes: after } =
      example('collection');
    expect(sumOf(items, 1)).toMatchObject({
      runs: 2,
      deltaBytes: 200 * MIB + (after ?? 0) - (before ?? 0),
      peakBytes: 300 * MIB,
      durationMs: 1500,
      objects: { delta: null, ended: 2, uncounted: 2 },
      hookMs: runReport().probe.hook_ms
    });
    expect(sumOf(items, 1).first?.executionCount).toBe(1);
  });

  it('takes objects from before the first run to after the last, or not at all', () => {
    const timeline = new Timeline(10);
    const census = (run_id: number, object_count: number, delta: number) =>
      timeline.apply(
        example('census', {
          run_id,
          object_count,
          previous_run_id: run_id - 1,
          object_count_delta: delta
        })
      );
    const sum = () => sumOf(itemsOf(stateOf(timeline)), 0).objects;
    addRun(timeline, { run_id: 1 });
    census(1, 1000, 300);
    addRun(timeline, { run_id: 2 });
    expect(sum()).toEqual({ delta: null, ended: 2, uncounted: 1 });
    addRun(timeline, { run_id: 3 });
    census(3, 1700, 50);
    startRun(timeline, 4);
    expect(sum()).toEqual({ delta: 1000, ended: 3, uncounted: 1 });
  });

  it('tells what changed between the rows, and counts a collection within a run once', () => {
    const items = itemsAfter(timeline => {
      const before = { rss_before_bytes: 100 * MIB };
      addRun(timeline, { run_id: 1, ...before, rss_after_bytes: 120 * MIB });
      addCollection(timeline, BEGIN + 10_500);
      addRun(timeline, {
        run_id: 2,
        rss_before_bytes: 150 * MIB,
        rss_after_bytes: 160 * MIB
      });
    });
    expect(sumOf(items, 0)).toMatchObject({
      deltaBytes: 30 * MIB,
      between: { bytes: 30 * MIB, before: 100 * MIB, after: 160 * MIB }
    });
    expect(sumOf(items, 0, 300 * MIB)).toMatchObject({
      deltaBytes: 30 * MIB,
      between: { bytes: 170 * MIB, before: 100 * MIB, after: 300 * MIB }
    });
  });

  it('knows nothing of between while a figure is missing', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 1, rss_after_bytes: null });
      addRun(timeline, { run_id: 2 });
    });
    expect(sumOf(items, 0).between).toBeNull();
  });

  it('has no figures of nothing', () => {
    expect(sumOf([], 0)).toMatchObject({
      runs: 0,
      deltaBytes: null,
      peakBytes: null,
      hookMs: null,
      first: null
    });
  });
});
