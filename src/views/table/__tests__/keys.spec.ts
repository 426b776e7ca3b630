import { uniqueKeys } from '../keys';

describe('uniqueKeys', () => {
  it('tells equal names apart, and keeps the key of the first', () => {
    const keys = uniqueKeys(['a', 'b', 'a', '0:a', 'a']);
    expect(new Set(keys).size).toBe(5);
    expect(keys[0]).toBe(uniqueKeys(['a'])[0]);
  });
});
