import census from '../../../../protocol/examples/census.json';
import type { Census } from '../../../protocol';
import { censusRows, difference, sumOf, sumOfAll } from '../census';

const golden = census as Census;

describe('censusRows', () => {
  it('puts the columns together, against the census before', () => {
    const rows = censusRows(golden, 'previous', 1);
    expect(rows).toHaveLength(7);
    expect(rows[1]).toEqual({
      type: 'str',
      count: 78214,
      bytes: 9403118,
      countError: 0,
      bytesError: 0,
      countDelta: 112,
      bytesDelta: 10208
    });
  });

  it('compares with the baseline that the probe compared with', () => {
    expect(censusRows(golden, 'baseline', 1)[1]).toMatchObject({
      countDelta: 402,
      bytesDelta: 38112
    });
  });

  it('has no change against a baseline that this census is itself', () => {
    expect(censusRows(golden, 'baseline', 4)[1].bytesDelta).toBe(0);
  });

  it('knows no change against a baseline that it was not compared with', () => {
    expect(censusRows(golden, 'baseline', 2)[1].bytesDelta).toBeNull();
  });
});

describe('sumOf', () => {
  it('adds up, and does not know a change of which a part is unknown', () => {
    const rows = censusRows(golden, 'previous', 1);
    const bytes = golden.rows.bytes.reduce((sum, one) => sum + one, 0);
    expect(sumOf(rows)).toMatchObject({ bytes, countDelta: 160 });
    const [first, ...others] = rows;
    expect(sumOf([{ ...first, countDelta: null }, ...others])).toMatchObject({
      bytes,
      countDelta: null
    });
  });
});

describe('sumOfAll', () => {
  const listed = sumOf(censusRows(golden, 'previous', 1));

  it('has the probe’s own totals where types are not listed', () => {
    const all = sumOfAll(golden, listed, 'previous');
    expect(all).toEqual({
      count: 312884,
      bytes: 371204992,
      countError: 0,
      bytesError: 0,
      countDelta: 160,
      bytesDelta: null
    });
    expect(difference(all, listed)).toMatchObject({
      count: 312884 - listed.count,
      countDelta: 0,
      bytesDelta: null
    });
  });

  it('adds up where all are', () => {
    const whole = { ...golden, type_count: 7 };
    expect(sumOfAll(whole, listed, 'baseline').bytesDelta).toBe(
      listed.bytesDelta
    );
  });
});
