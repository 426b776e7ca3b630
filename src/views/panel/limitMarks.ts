import type { Thresholds } from '../level';

/** A mark of the limit bar. */
export interface LimitMark {
  readonly kind: 'peak' | 'warning' | 'critical';
  /** Share of the bar, 0 to 1. */
  readonly at: number;
  /** False where the label would run into that of a mark before it. */
  readonly labelled: boolean;
}

/** Half of "peak 1.31 GiB" in small print on a bar of 476 px; that of a word is about half of it. */
const PEAK_HALF_WIDTH = 0.08;
const WORD_HALF_WIDTH = 0.045;

/**
 * Where the marks of the limit bar stand; the peak keeps its label, as it is a figure.
 *
 * @param peakBytes - Highest RSS, or null while unknown.
 * @param limitBytes - The full length of the bar.
 */
export function limitMarks(
  peakBytes: number | null,
  limitBytes: number,
  thresholds: Thresholds
): readonly LimitMark[] {
  const wanted: Omit<LimitMark, 'labelled'>[] = [
    { kind: 'critical', at: thresholds.criticalPercent / 100 },
    { kind: 'warning', at: thresholds.warnPercent / 100 }
  ];
  if (peakBytes !== null) {
    wanted.unshift({ kind: 'peak', at: Math.min(1, peakBytes / limitBytes) });
  }
  const placed: LimitMark[] = [];
  for (const mark of wanted) {
    const room = placed
      .filter(other => other.labelled)
      .every(
        other =>
          Math.abs(other.at - mark.at) >= halfWidth(other) + halfWidth(mark)
      );
    placed.push({ ...mark, labelled: room });
  }
  return placed;
}

function halfWidth(mark: Pick<LimitMark, 'kind'>): number {
  return mark.kind === 'peak' ? PEAK_HALF_WIDTH : WORD_HALF_WIDTH;
}
