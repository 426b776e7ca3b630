import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatCountDelta,
  formatDuration,
  formatPrompt,
  formatShare
} from '../format';

const MIB = 1024 * 1024;

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1.0 KiB'],
    [MIB - 1, '1.0 MiB'],
    [305.4 * MIB, '305.4 MiB'],
    [1024 * MIB - 1, '1.00 GiB'],
    [1.24 * 1024 * MIB, '1.24 GiB'],
    [1300 * 1024 * MIB, '1,300.00 GiB'],
    [-2 * MIB, '−2.0 MiB']
  ])('%d is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});

describe('formatBytesDelta', () => {
  it.each([
    [0, '0 B'],
    [20 * 1024, '+20 KiB'],
    [-1008 * 1024, '−1,008 KiB'],
    [-1.7 * MIB, '−1.7 MiB'],
    [100, '+100 B']
  ])('%d is %s', (bytes, text) => expect(formatBytesDelta(bytes)).toBe(text));
});

it('counts with thousands separated', () => {
  expect(formatCount(1234567)).toBe('1,234,567');
  expect(formatCountDelta(-2967)).toBe('−2,967');
  expect(formatCountDelta(0)).toBe('0');
});

describe('formatDuration', () => {
  it.each([
    [0.42, '0.4 ms'],
    [61.2, '61 ms'],
    [99.6, '0.10 s'],
    [580, '0.58 s'],
    [9996, '10.0 s'],
    [14230, '14.2 s'],
    [185000, '3 min 5 s']
  ])('%d ms is %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

it('shares never round to nothing', () => {
  expect(formatShare(0.612)).toBe('61 %');
  expect(formatShare(0.004)).toBe('< 1 %');
  expect(formatShare(0)).toBe('0 %');
});

it('prompts as the notebook writes them', () => {
  expect(formatPrompt(4)).toBe('[4]');
  expect(formatPrompt(null)).toBe('[ ]');
});
