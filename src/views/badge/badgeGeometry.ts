import type { RunEntry, RunningRun } from '../../model/timeline';

/** What the badge of a cell tells; null where a figure cannot be had. */
export interface BadgeFigures {
  readonly beforeBytes: number | null;
  /** After the run, or now while it goes on. */
  readonly afterBytes: number | null;
  readonly peakBytes: number | null;
  readonly durationMs: number;
  readonly live: boolean;
  /** False while it goes on and sampling is switched off. */
  readonly isSampled: boolean;
}

/** Parts of the bar, each as a share of it, 0 to 1. */
export interface BadgeBar {
  /** RSS that was there before and still is. */
  readonly before: number;
  /** Where the change begins, and how long it is. */
  readonly changeStart: number;
  readonly change: number;
  readonly grows: boolean;
  /** Null without a peak. */
  readonly peak: number | null;
}

export function figuresOfRun(entry: RunEntry): BadgeFigures {
  const { report } = entry;
  return {
    beforeBytes: report.rss_before_bytes,
    afterBytes: report.rss_after_bytes,
    peakBytes: report.peak_rss_bytes,
    durationMs: report.duration_ms,
    live: false,
    isSampled: true
  };
}

export function figuresOfRunning(running: RunningRun): BadgeFigures {
  const { samples, started } = running;
  const last = samples.at(-1);
  return {
    beforeBytes: started.rss_before_bytes,
    afterBytes: last?.rss_bytes ?? null,
    peakBytes: last
      ? Math.max(
          started.rss_before_bytes ?? 0,
          ...samples.map(sample => sample.rss_bytes)
        )
      : null,
    durationMs: running.elapsedMs,
    live: true,
    isSampled: running.isSampled
  };
}

/** Change of RSS; null where one end is unknown. */
export function deltaOf(figures: BadgeFigures): number | null {
  const { beforeBytes, afterBytes } = figures;
  return beforeBytes === null || afterBytes === null
    ? null
    : afterBytes - beforeBytes;
}

/**
 * The bar of a badge.
 *
 * @param fullBytes - What the whole bar stands for: the limit, else the highest RSS known.
 * @returns Null where there is nothing to draw.
 */
export function badgeBar(
  figures: BadgeFigures,
  fullBytes: number
): BadgeBar | null {
  const { beforeBytes, afterBytes, peakBytes } = figures;
  if (beforeBytes === null || afterBytes === null || fullBytes <= 0) {
    return null;
  }
  const share = (bytes: number) => Math.min(1, Math.max(0, bytes / fullBytes));
  const low = share(Math.min(beforeBytes, afterBytes));
  const high = share(Math.max(beforeBytes, afterBytes));
  return {
    before: low,
    changeStart: low,
    change: high - low,
    grows: afterBytes >= beforeBytes,
    peak: peakBytes === null ? null : share(peakBytes)
  };
}
