/** Reads the figures of the panel back into numbers. */
import { expect } from '@playwright/test';

const UNITS = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const;

/** Bytes of `+381.5 MiB`, `−20 KiB`, `≈ 1.24 GiB`; throws where there is none. */
export function bytesOf(text: string): number {
  const figure = /([+−]?)\s*([\d,]+(?:\.\d+)?)\s*(B|KiB|MiB|GiB)/.exec(text);
  if (!figure) {
    throw new Error(`no bytes in “${text}”`);
  }
  const [, sign, digits, unit] = figure;
  const amount = Number(digits.replaceAll(',', ''));
  return (sign === '−' ? -1 : 1) * amount * UNITS[unit as keyof typeof UNITS];
}

/** The first number of `freed 12,345 objects`. */
export function countOf(text: string): number {
  const digits = /[\d,]+/.exec(text);
  if (!digits) {
    throw new Error(`no number in “${text}”`);
  }
  return Number(digits[0].replaceAll(',', ''));
}

export const MIB = UNITS.MiB;

/** The most by which a size below 1 GiB differs from what is written, with one decimal of MiB. */
export const ROUNDING = 0.05 * MIB + 1;
/** The same from 1 GiB on, with two decimals of GiB. */
export const GIB_ROUNDING = 0.005 * UNITS.GiB + 1;

/**
 * Compare a figure of the panel with what the kernel says.
 *
 * @param tolerance - Largest difference, in the figures' unit.
 * @param what - What is compared, and why it may differ by so much.
 */
export function near(
  shown: number,
  truth: number,
  tolerance: number,
  what: string
): void {
  expect(
    Math.abs(shown - truth),
    `${what}: the panel says ${shown}, the kernel ${truth}`
  ).toBeLessThanOrEqual(tolerance);
}
