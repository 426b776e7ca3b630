import { example } from '../../protocol/__tests__/examples';
import { Countings } from '../countings';

const census = (run_id: number, from: number | null, to: number | null) =>
  example('census', { run_id, rss_before_bytes: from, peak_rss_bytes: to });

describe('Countings', () => {
  it('keeps what walks did to RSS by the run before them', () => {
    const countings = new Countings();
    countings.apply(census(1, 100, 140));
    countings.apply(census(1, 110, 120));
    countings.apply(census(2, null, null));
    expect(countings.after(1)).toEqual([
      { from: 100, to: 140 },
      { from: 110, to: 120 }
    ]);
    expect(countings.after(2)).toEqual([]);
    countings.reset();
    expect(countings.after(1)).toEqual([]);
  });

  it('stays small however often is counted', () => {
    const countings = new Countings();
    for (let count = 1; count <= 100; count++) {
      countings.apply(census(7, count, count + 1));
    }
    const kept = countings.after(7);
    expect([kept.length, kept.at(-1)?.from]).toEqual([20, 100]);
    for (let run = 8; run < 5010; run++) {
      countings.apply(census(run, 1, 2));
    }
    expect(countings.after(7)).toEqual([]);
  });
});
