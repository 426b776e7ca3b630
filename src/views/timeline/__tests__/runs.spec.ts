import { nullTranslator } from '@jupyterlab/translation';

import { figuresOf, gcFigure, stateText } from '../figures';
import { itemsOf } from '../runs';
import type { Run } from '../runs';
import { sumOf } from '../sums';
import { Timeline } from '../../../model/timeline';
import { example } from '../../../protocol/__tests__/examples';
import {
  addCollection,
  BEGIN,
  addRun,
  itemsAfter,
  MIB,
  oneRun,
  startRun,
  stateOf
} from './story';

const trans = nullTranslator.load('jupyterlab_heapscope');

/** Start run 1, and see it at 300 and 250 MiB. */
function sampleRun(timeline: Timeline): void {
  startRun(timeline, 1);
  [300, 250].forEach((mib, index) =>
    timeline.apply(
      example('sample', {
        run_id: 1,
        at_ms: 100 * (index + 1),
        rss_bytes: mib * MIB
      })
    )
  );
}

describe('itemsOf', () => {
  it('lists runs and collections in order, the run in progress last', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline, { run_id: 1 });
      addCollection(timeline, BEGIN + 25_000);
      startRun(timeline, 2);
    });
    expect(items.map(item => item.type)).toEqual(['run', 'collection', 'run']);
    expect(items[2]).toMatchObject({ state: 'running', executionCount: 2 });
  });

  it('puts a break between the lives of a kernel and after the last', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline);
      timeline.endEra('died');
      timeline.reset();
      addRun(timeline);
      timeline.endEra('closed');
    });
    expect(items.map(item => item.type)).toEqual([
      'run',
      'break',
      'run',
      'break'
    ]);
    expect(items[1]).toMatchObject({ because: 'died', followed: true });
    expect(items[3]).toMatchObject({ because: 'closed', followed: false });
  });

  it('shows a break although the new kernel did nothing yet', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline);
      timeline.endEra('restarted');
      timeline.reset();
    });
    expect(items.map(item => item.type)).toEqual(['run', 'break']);
  });

  it('has nothing of a history that was cleared', () => {
    const items = itemsAfter(timeline => {
      addRun(timeline);
      timeline.endEra('died');
      timeline.reset();
      timeline.clear();
    });
    expect(items).toEqual([]);
  });

  it('makes a run once, so that a long history costs nothing anew', () => {
    const timeline = new Timeline(100);
    addRun(timeline, { run_id: 1 });
    const [before] = itemsOf(stateOf(timeline));
    addRun(timeline, { run_id: 2 });
    expect(itemsOf(stateOf(timeline))[0]).toBe(before);
  });
});

describe('a run', () => {
  it('has the figures of its report', () => {
    const { run } = example('report');
    expect(oneRun(run)).toMatchObject({
      state: 'error',
      raised: 'ValueError',
      recorded: true,
      deltaBytes: 801738752 - 481607680,
      peakSampled: false,
      gcCount: 1,
      fullGeneration: 2,
      hookMs: 0.21,
      skipped: new Map([['own_bytes', 'Measured in every 50th run only.']])
    });
  });

  it('has no delta without both figures, and says why', () => {
    const absent = [{ figure: 'rss_before_bytes', reason: 'No /proc here.' }];
    const run = oneRun({ rss_before_bytes: null, absent });
    expect(run.deltaBytes).toBeNull();
    expect(run.absent.get('rss_before_bytes')).toBe('No /proc here.');
  });

  it('in progress has what its samples say', () => {
    const [run] = itemsAfter(timeline => {
      sampleRun(timeline);
    });
    expect(run).toMatchObject({
      durationMs: 200,
      deltaBytes: 150 * MIB,
      peakBytes: 300 * MIB,
      peakSampled: true,
      gcCount: null,
      hookMs: null,
      skipped: new Map()
    });
  });

  it('that ended its kernel at once has no figures, and says why', () => {
    const items = itemsAfter(timeline => {
      timeline.apply(example('hello', { last_run_id: 0 }));
      addRun(timeline, { run_id: 1 });
      timeline.suppose({
        cellId: 'cell-2',
        code: 'os.kill(os.getpid(), 9)',
        executionCount: null,
        isBegun: false,
        dueAtMs: 0,
        startedAtMs: BEGIN + 20_000
      });
      timeline.endEra('died');
    });
    expect(items.map(({ type }) => type)).toEqual(['run', 'run', 'break']);
    const run = items[1] as Run;
    expect(run).toMatchObject({ state: 'unheard', executionCount: null });
    for (const { name, text, note } of figuresOf(run, trans)) {
      const untold = 'The kernel ended before it could tell';
      expect([name, text, note]).toEqual([name, '—', untold]);
    }
    expect(stateText(run, trans)).toBe('the kernel ended without a word of it');
    const { between, deltaBytes } = sumOf(items, 0);
    expect([between?.bytes, deltaBytes]).toEqual([0, 100 * MIB]);
  });

  it('that ended with its kernel has what was seen of it', () => {
    const [run] = itemsAfter(timeline => {
      sampleRun(timeline);
      timeline.endEra('died');
    });
    expect(run).toMatchObject({
      state: 'lost',
      durationMs: 200,
      deltaBytes: 150 * MIB,
      peakBytes: 300 * MIB,
      peakAtMs: 100,
      peakSampled: true
    });
    expect(stateText(run as Run, trans)).toBe('the kernel ended in it');
    expect(gcFigure(run as Run, trans).note).toContain('before it could tell');
  });

  it.each([
    ['the end, when nothing was higher', 200, 200, [150], 1000],
    ['the start, when nothing was higher', 100, 50, [80], 0],
    ['the highest sample', 300, 150, [120, 280, 140], 500],
    ['the middle, when nobody knows', 300, 150, [], 500]
  ])('has its peak at %s', (_, peak, after, samples, at) => {
    const run = oneRun({
      peak_rss_bytes: peak * MIB,
      rss_before_bytes: 100 * MIB,
      rss_after_bytes: after * MIB,
      samples: samples.map((mib, index) => ({
        at_ms: 250 * (index + 1),
        rss_bytes: mib * MIB
      }))
    });
    expect(run.peakAtMs).toBe(at);
  });
});
