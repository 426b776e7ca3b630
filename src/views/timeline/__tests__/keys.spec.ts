import { moveRun } from '../keys';

const RUNS = Array.from({ length: 30 }, (_, index) => `${index}`);

describe('moveRun', () => {
  it.each([
    ['ArrowLeft', '5', '4'],
    ['ArrowRight', '5', '6'],
    ['ArrowLeft', '0', '0'],
    ['ArrowRight', '29', '29'],
    ['PageUp', '5', '15'],
    ['PageDown', '5', '0'],
    ['Home', '5', '0'],
    ['End', '5', '29'],
    ['ArrowLeft', null, '29'],
    ['ArrowRight', 'gone', '29'],
    ['Home', null, '0']
  ])('%s from %s leads to %s', (key, selected, target) => {
    expect(moveRun(key, RUNS, selected)).toBe(target);
  });

  it('leaves other keys and an empty history alone', () => {
    expect(moveRun('a', RUNS, '5')).toBeNull();
    expect(moveRun('Home', [], null)).toBeNull();
  });
});
