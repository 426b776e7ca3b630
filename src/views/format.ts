/** The one place where figures become text; the rules are those of docs/ARCHITECTURE.md, "Numbers". */

const KIB = 1024;
const MIB = KIB * 1024;
const GIB = MIB * 1024;
const MINUS = '\u2212';

/** What cannot be had; always beside a reason. */
export const NO_FIGURE = '—';

/** `≈ 1,234`: a figure that was estimated. */
export function formatEstimate(text: string): string {
  return `≈ ${text}`;
}

/** `≥ 1.2 MiB`: it may be more. */
export function formatAtLeast(text: string): string {
  return `≥ ${text}`;
}

/** `812 B`, `20.0 KiB`, `305.4 MiB`, `1.24 GiB`. */
export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  const sign = bytes < 0 ? MINUS : '';
  // The limits are those from which rounding would print 1,024.0 of the smaller unit.
  if (size < KIB) {
    return `${sign}${formatFixed(size, 0)} B`;
  }
  if (size < MIB - KIB / 20) {
    return `${sign}${(size / KIB).toFixed(1)} KiB`;
  }
  if (size < GIB - MIB / 20) {
    return `${sign}${(size / MIB).toFixed(1)} MiB`;
  }
  return `${sign}${formatFixed(size / GIB, 2)} GiB`;
}

/** `+305.4 MiB`, `−1.7 MiB`, `+20 KiB` (whole KiB, as resident memory comes in pages), `0 B` without a sign. */
export function formatBytesDelta(bytes: number): string {
  const size = Math.abs(bytes);
  const text =
    size >= KIB && size < MIB && size % KIB === 0
      ? `${formatCount(size / KIB)} KiB`
      : formatBytes(size);
  return withSign(bytes, text);
}

/** A unit and its size, for an axis. */
export interface ByteUnit {
  readonly name: 'B' | 'KiB' | 'MiB' | 'GiB';
  readonly bytes: number;
}

/** The unit for an axis up to `bytes`. */
export function byteUnit(bytes: number): ByteUnit {
  if (bytes >= GIB) {
    return { name: 'GiB', bytes: GIB };
  }
  if (bytes >= MIB) {
    return { name: 'MiB', bytes: MIB };
  }
  return bytes >= KIB ? { name: 'KiB', bytes: KIB } : { name: 'B', bytes: 1 };
}

/** `1.5`, `200`: a figure of an axis whose unit stands beside it, with the decimals that its steps need. */
export function formatInUnit(
  bytes: number,
  step: number,
  unit: ByteUnit
): string {
  const digits = Math.max(0, -Math.floor(Math.log10(step / unit.bytes) + 1e-9));
  return formatFixed(bytes / unit.bytes, digits);
}

/** `12,345`. */
export function formatCount(count: number): string {
  return formatFixed(count, 0);
}

/** `+12,345`, `−3`, `0`. */
export function formatCountDelta(count: number): string {
  return withSign(count, formatCount(Math.abs(count)));
}

/** `0.4 ms`, `61 ms`, `0.58 s`, `14.2 s`, `3 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 1) {
    return `${ms.toFixed(1)} ms`;
  }
  if (ms < 99.5) {
    return `${Math.round(ms)} ms`;
  }
  if (ms < 9995) {
    return `${(ms / 1000).toFixed(2)} s`;
  }
  if (ms < 59950) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** `3.8×`. */
export function formatFactor(factor: number): string {
  return `${formatFixed(factor, 1)}×`;
}

/** `61 %`, `< 1 %`; `0 %` only for nothing at all. */
export function formatShare(share: number): string {
  const percent = share * 100;
  return percent > 0 && percent < 1 ? '< 1 %' : `${Math.round(percent)} %`;
}

/** `[4]`, `[ ]` without a prompt number. */
/** `14:03:22`, as the reader's language has it. */
export function formatTimeOfDay(atMs: number): string {
  return new Date(atMs).toLocaleTimeString();
}

export function formatPrompt(executionCount: number | null): string {
  return `[${executionCount ?? ' '}]`;
}

function withSign(value: number, text: string): string {
  if (value === 0) {
    return text;
  }
  return `${value > 0 ? '+' : MINUS}${text}`;
}

function formatFixed(value: number, digits: number): string {
  return numberFormat(digits).format(value);
}

/** Making a formatter costs more than a hundred uses of it. */
const numberFormats = new Map<number, Intl.NumberFormat>();

function numberFormat(digits: number): Intl.NumberFormat {
  let format = numberFormats.get(digits);
  if (!format) {
    format = new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits
    });
    numberFormats.set(digits, format);
  }
  return format;
}
