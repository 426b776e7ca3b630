import { nullTranslator } from '@jupyterlab/translation';

import { MemoryModel } from '../../../model/memory';
import { example } from '../../../protocol/__tests__/examples';
import { peakCause } from '../peak';
import { peakStat } from '../peakStat';

const { run, memory } = example('report');

/** Runs that went from one RSS over a peak to another, in order. */
function modelAfter(
  ...runs: readonly (readonly [before: number, peak: number, after: number])[]
): MemoryModel {
  const model = new MemoryModel();
  runs.forEach(([before, peak, after], at) =>
    model.apply(
      example('report', {
        memory: { ...memory, rss_bytes: after },
        run: {
          ...run,
          run_id: at + 1,
          execution_count: at + 1,
          rss_before_bytes: before,
          peak_rss_bytes: peak,
          rss_after_bytes: after
        }
      })
    )
  );
  return model;
}

const walk = (run_id: number, from: number, to: number) =>
  example('census', { run_id, rss_before_bytes: from, peak_rss_bytes: to });

const read = (rss_bytes: number) =>
  example('memory', { memory: { ...memory, rss_bytes } });

function causeIn(
  { countings, kernel, timeline }: MemoryModel,
  start: number | null = null
) {
  return kernel.peak && peakCause(kernel.peak, timeline, countings, start);
}

describe('peakCause', () => {
  it('is the run that raised RSS, not a later one on the same plateau', () => {
    const model = modelAfter([100, 1000, 995], [995, 1001, 1001]);
    expect(causeIn(model)).toEqual({ by: 'run', executionCount: 1 });
  });

  it('is not a run that came less near', () => {
    const model = modelAfter([0, 900, 900], [900, 1000, 990]);
    expect(causeIn(model)).toEqual({ by: 'run', executionCount: 2 });
  });

  it('is between the runs where RSS rose there', () => {
    const later = modelAfter([100, 110, 110], [200, 201, 201]);
    expect(causeIn(later)).toEqual({ by: 'between', bytes: 90 });
    const last = modelAfter([100, 110, 110]);
    last.apply(example('memory', { memory: { ...memory, rss_bytes: 150 } }));
    expect(last.kernel.peak?.bytes).toBe(150);
    expect(causeIn(last)).toEqual({ by: 'between', bytes: 40 });
  });

  it('is before the first run where RSS rose there', () => {
    const model = modelAfter([200, 201, 201]);
    expect(causeIn(model, 100)).toEqual({ by: 'between', bytes: 100 });
  });

  it('is the counting where RSS rose while Heapscope counted', () => {
    const last = modelAfter([100, 110, 110]);
    last.apply(walk(1, 112, 150));
    last.apply(example('memory', { memory: { ...memory, rss_bytes: 151 } }));
    expect(causeIn(last)).toEqual({ by: 'counting', bytes: 38 });
    const first = modelAfter([200, 201, 201]);
    first.apply(walk(0, 101, 200));
    expect(causeIn(first, 100)).toEqual({ by: 'counting', bytes: 99 });
    const before = modelAfter([100, 110, 110]);
    before.apply(walk(1, 149, 150));
    before.apply(example('memory', { memory: { ...memory, rss_bytes: 150 } }));
    expect(causeIn(before)).toEqual({ by: 'between', bytes: 39 });
    before.reset();
    expect(before.countings.after(1)).toEqual([]);
  });

  it('is not a run that came near it after RSS had fallen', () => {
    const model = modelAfter(
      [65, 315, 315],
      [320, 5702, 5702],
      [5707, 5707, 707],
      [707, 5657, 5657]
    );
    expect(causeIn(model)).toEqual({ by: 'run', executionCount: 2 });
  });

  it('is not what is between cells where a run is gone that may have done it', () => {
    const model = modelAfter([65, 5700, 5700], [5700, 5707, 5707]);
    model.apply(walk(0, 60, 66));
    expect(causeIn(model, 60)).toEqual({ by: 'run', executionCount: 1 });
    model.timeline.clear();
    expect(causeIn(model, 60)).toBeNull();
    // RSS came near the peak again, which is not in the history.
    const { run } = example('report');
    const later = { rss_before_bytes: 100, peak_rss_bytes: 5706 };
    model.apply(
      example('report', {
        memory: { ...memory, rss_bytes: 5000 },
        run: { ...run, ...later, run_id: 3, rss_after_bytes: 5000 }
      })
    );
    expect(causeIn(model, 60)).toBeNull();
    // One that the page never got is no reason to blame what is between others.
    const gap = modelAfter([65, 70, 70]);
    gap.apply(
      example('report', {
        memory: { ...memory, rss_bytes: 5700 },
        run: {
          ...run,
          run_id: 3,
          rss_before_bytes: 5700,
          peak_rss_bytes: 5700,
          rss_after_bytes: 5700
        }
      })
    );
    expect(causeIn(gap, 60)).toBeNull();
  });

  it('is the run that raised most of it, with what came after it', () => {
    const model = modelAfter([767, 1677, 1677]);
    model.apply(read(1765));
    expect(causeIn(model)).toEqual({ by: 'run', executionCount: 1, since: 88 });
    const plateau = modelAfter([767, 1677, 1677], [1677, 1678, 1678]);
    plateau.apply(read(1765));
    expect(causeIn(plateau)).toMatchObject({ executionCount: 1, since: 87 });
    const fallen = modelAfter([767, 1677, 1000]);
    fallen.apply(read(1765));
    expect(causeIn(fallen)).toEqual({ by: 'between', bytes: 765 });
  });

  it('is what was read before a later run', () => {
    const model = modelAfter([100, 110, 110]);
    model.apply(read(400));
    const { run } = example('report');
    model.apply(
      example('report', {
        memory: { ...memory, rss_bytes: 399 },
        run: {
          ...run,
          run_id: 2,
          execution_count: 2,
          rss_before_bytes: 150,
          peak_rss_bytes: 399,
          rss_after_bytes: 399
        }
      })
    );
    expect(causeIn(model)).toEqual({ by: 'between', bytes: 290 });
  });

  it('of the time before Heapscope was switched off and on again says so, and blames no run', () => {
    const model = modelAfter([100, 900, 100]);
    model.timeline.endEra('off');
    model.reset(true);
    model.apply(example('hello', { boot_id: 'second' }));
    const trans = nullTranslator.load('jupyterlab_heapscope');
    const stat = peakStat(trans, model);
    expect(stat).toMatchObject({ label: 'Peak' });
    expect(stat.reason).toBeUndefined(); // more was read since
    const low = modelAfter([100, 9e12, 100]);
    low.timeline.endEra('off');
    low.reset(true);
    low.apply(example('report', { run: { ...run, run_id: 1 } }));
    expect(peakStat(trans, low)).toMatchObject({
      label: 'Peak',
      value: '8,381.90 GiB',
      reason: expect.stringContaining('switched off and on again')
    });
  });

  it('is the run in progress', () => {
    const model = modelAfter([100, 110, 110]);
    model.apply(
      example('run_started', {
        run_id: 2,
        execution_count: 2,
        rss_before_bytes: 110
      })
    );
    model.apply(example('sample', { run_id: 2, rss_bytes: 400 }));
    expect(causeIn(model)).toEqual({ by: 'run', executionCount: 2 });
  });

  it('is nothing while nothing rose, and nothing of another kernel process', () => {
    const model = modelAfter([100, 100, 100]);
    expect(causeIn(model)).toBeNull();
    model.timeline.endEra('died');
    model.reset();
    model.apply(example('hello'));
    expect(causeIn(model)).toBeNull();
  });
});
