import { byteUnit } from '../format';
import type { ByteUnit } from '../format';

/** The vertical scale: from 0 to `top`, a grid line each `step`. */
export interface ByteScale {
  /** Bytes. */
  readonly top: number;
  /** Bytes. */
  readonly step: number;
  readonly unit: ByteUnit;
  /** Whether limit lines are near enough to be drawn. */
  readonly showsLimit: boolean;
}

/** From this share on, the line is high enough that a scale up to the limit still shows it well. */
const LIMIT_SHARE = 0.35;
const MAX_STEPS = 5;

/**
 * A scale for figures up to `highest` bytes.
 *
 * @param limit - Bytes, null when there is none.
 */
export function byteScale(highest: number, limit: number | null): ByteScale {
  const showsLimit = limit !== null && highest >= limit * LIMIT_SHARE;
  const most = showsLimit
    ? Math.max(limit, highest)
    : Math.max(highest * 1.1, 1);
  const unit = byteUnit(most);
  const step = niceStep(most / unit.bytes / MAX_STEPS) * unit.bytes;
  const steps = Math.max(1, Math.ceil(most / step - 1e-9));
  return { top: steps * step, step, unit, showsLimit };
}

/** Grid lines, bytes. */
export function gridLines(scale: ByteScale): readonly number[] {
  const count = Math.round(scale.top / scale.step);
  return Array.from({ length: count + 1 }, (_, index) => index * scale.step);
}

/** The least of 1, 2, 5, 10, 20 … that is not less. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(least, 1e-3)));
  const factor = [1, 2, 5, 10].find(one => one * power >= least * (1 - 1e-9));
  return (factor ?? 10) * power;
}
