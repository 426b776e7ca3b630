import { MemoryModel } from '../../../model/memory';
import { example } from '../../../protocol/__tests__/examples';
import { peakCause } from '../peak';

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
    expect(causeIn(later)).toEqual({ by: 'between' });
    const last = modelAfter([100, 110, 110]);
    last.apply(example('memory', { memory: { ...memory, rss_bytes: 150 } }));
    expect(last.kernel.peak?.bytes).toBe(150);
    expect(causeIn(last)).toEqual({ by: 'between' });
  });

  it('is before the first run where RSS rose there', () => {
    const model = modelAfter([200, 201, 201]);
    expect(causeIn(model, 100)).toEqual({ by: 'between' });
  });

  it('is the counting where RSS rose while Heapscope counted', () => {
    const walk = (run_id: number, from: number, to: number) =>
      example('census', {
        run_id,
        rss_before_bytes: from,
        peak_rss_bytes: to
      });
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
    expect(causeIn(before)).toEqual({ by: 'between' });
    before.reset();
    expect(before.countings.after(1)).toEqual([]);
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
