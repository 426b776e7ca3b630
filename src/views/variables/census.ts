import type { Census } from '../../protocol';

/** What deltas are against. */
export type Against = 'previous' | 'baseline';

/** One type in the census. */
export interface CensusRow {
  readonly type: string;
  readonly count: number;
  readonly bytes: number;
  /** Half of the interval that holds 95 of 100 cases; 0 where all were counted. */
  readonly countError: number;
  readonly bytesError: number;
  /** Null without a census to compare with. */
  readonly countDelta: number | null;
  readonly bytesDelta: number | null;
}

/**
 * The census as rows.
 *
 * @param baselineRunId - The run that the baseline was taken after, which may be newer than the census' own.
 */
export function censusRows(
  census: Census,
  against: Against,
  baselineRunId: number | null
): readonly CensusRow[] {
  const { rows } = census;
  const deltas = deltaColumns(census, against, baselineRunId);
  return rows.type.map((type, at) => ({
    type,
    count: rows.count[at],
    bytes: rows.bytes[at],
    countError: census.sampled?.count_error[at] ?? 0,
    bytesError: census.sampled?.bytes_error[at] ?? 0,
    countDelta: deltas.count(at),
    bytesDelta: deltas.bytes(at)
  }));
}

interface DeltaColumns {
  readonly count: (at: number) => number | null;
  readonly bytes: (at: number) => number | null;
}

function deltaColumns(
  census: Census,
  against: Against,
  baselineRunId: number | null
): DeltaColumns {
  const { rows } = census;
  if (against === 'previous') {
    return {
      count: at => rows.count_delta[at],
      bytes: at => rows.bytes_delta[at]
    };
  }
  if (baselineRunId === census.baseline_run_id) {
    return {
      count: at => rows.count_since_baseline[at],
      bytes: at => rows.bytes_since_baseline[at]
    };
  }
  // Set after this census was taken: either it is the baseline itself, or the next one will tell.
  const none = census.complete && baselineRunId === census.run_id ? 0 : null;
  return { count: () => none, bytes: () => none };
}

/** Figures of several types together. */
export type CensusSum = Omit<CensusRow, 'type'>;

/** The sum over rows; a change is null as soon as one is unknown. */
export function sumOf(rows: readonly CensusRow[]): CensusSum {
  const sum = (read: (row: CensusRow) => number | null): number | null =>
    rows.reduce<number | null>(
      (total, row) => combine(total, read(row), (a, b) => a + b),
      0
    );
  return {
    count: sum(row => row.count) ?? 0,
    bytes: sum(row => row.bytes) ?? 0,
    countError: Math.hypot(...rows.map(row => row.countError)),
    bytesError: Math.hypot(...rows.map(row => row.bytesError)),
    countDelta: sum(row => row.countDelta),
    bytesDelta: sum(row => row.bytesDelta)
  };
}

/**
 * The sum over all types, those that the probe does not list included.
 *
 * @param listed - The sum over those that it lists.
 */
export function sumOfAll(
  census: Census,
  listed: CensusSum,
  against: Against
): CensusSum {
  const allListed = census.type_count <= census.rows.type.length;
  const countDelta = against === 'previous' ? census.object_count_delta : null;
  return {
    count: census.object_count,
    bytes: census.object_bytes,
    countError: census.sampled?.object_count_error ?? 0,
    bytesError: census.sampled?.object_bytes_error ?? 0,
    countDelta: allListed ? listed.countDelta : countDelta,
    bytesDelta: allListed ? listed.bytesDelta : null
  };
}

/** What is in `all` and not in `part`. */
export function difference(all: CensusSum, part: CensusSum): CensusSum {
  const subtract = (a: number, b: number): number => a - b;
  return {
    count: all.count - part.count,
    bytes: all.bytes - part.bytes,
    countError: all.countError,
    bytesError: all.bytesError,
    countDelta: combine(all.countDelta, part.countDelta, subtract),
    bytesDelta: combine(all.bytesDelta, part.bytesDelta, subtract)
  };
}

function combine(
  a: number | null,
  b: number | null,
  how: (a: number, b: number) => number
): number | null {
  return a === null || b === null ? null : how(a, b);
}
