import { widened } from '../width';

describe('widened', () => {
  it('gives a side area room from the widest one', () => {
    expect(widened([250, 1099, 251], 2)).toEqual([250, 910, 440]);
    expect(widened([0, 1349, 251], 2)).toEqual([0, 1160, 440]);
  });

  it('leaves the larger part to the rest of a small window', () => {
    expect(widened([0, 549, 251], 2)).toEqual([0, 480, 320]);
    expect(widened([0, 299, 251], 2)).toBeNull();
  });

  it('keeps a width that somebody chose', () => {
    expect(widened([0, 1300, 280], 2)).toBeNull();
    expect(widened([0, 900, 700], 2)).toBeNull();
  });
});
