import { Timeline } from '../../../model/timeline';
import type { RunReport } from '../../../protocol';
import { example } from '../../../protocol/__tests__/examples';
import { collectionsOf, LISTED_RUNS } from '../collections';

function timelineWith(
  count: number,
  changes: Partial<RunReport> = {}
): Timeline {
  const timeline = new Timeline(1000);
  const { run } = example('report');
  for (let id = 1; id <= count; id += 1) {
    timeline.apply(
      example('report', {
        run: {
          ...run,
          run_id: id,
          started_at_ms: id * 10_000,
          ...changes
        }
      })
    );
  }
  return timeline;
}

describe('collectionsOf', () => {
  it('lists each collection of the runs, and those of the user', () => {
    const timeline = timelineWith(2);
    timeline.apply(example('collection'));
    const { rows, runs, cut } = collectionsOf(timeline.entries, 0);
    expect(rows.map(row => row.type)).toEqual([
      'automatic',
      'automatic',
      'user'
    ]);
    expect(runs).toBe(2);
    expect(cut).toBe(false);
  });

  it('says how many the report did not list', () => {
    const timeline = timelineWith(1, { gc_event_count: 1201 });
    const { rows } = collectionsOf(timeline.entries, 0);
    expect(rows.map(row => row.type)).toEqual(['automatic', 'more']);
    expect(rows[1]).toMatchObject({ count: 1200 });
  });

  it('keeps to the last runs', () => {
    const timeline = timelineWith(LISTED_RUNS + 5);
    const list = collectionsOf(timeline.entries, 0);
    expect(list).toMatchObject({ runs: LISTED_RUNS, cut: true });
    expect(list.rows).toHaveLength(LISTED_RUNS);
    expect(list.rows[0]).toMatchObject({ run: { report: { run_id: 6 } } });
  });

  it('keeps to the kernel process that runs', () => {
    const timeline = timelineWith(3);
    timeline.endEra('restarted');
    timeline.reset();
    expect(collectionsOf(timeline.entries, timeline.era)).toEqual({
      rows: [],
      runs: 0,
      cut: false
    });
  });
});
