/** Reads the figures of the panel back into numbers. */

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
