import type { Census, History, ObjectCount } from '../protocol';

/** The object figures of a run; null where no complete census was taken, with the reason. */
export interface RunObjects {
  readonly count: number | null;
  readonly delta: number | null;
  readonly reason:
    | 'between'
    | 'budget'
    | 'counting'
    | 'frozen'
    | 'next_run'
    | 'no_previous'
    | 'not_kept'
    | 'sampled'
    | null;
}

/** The census is under way. */
export const COUNTING: RunObjects = {
  count: null,
  delta: null,
  reason: 'counting'
};

const NOT_KEPT: RunObjects = {
  count: null,
  delta: null,
  reason: 'not_kept'
};

/** The next run came before they were counted. */
export const NO_TIME: RunObjects = {
  count: null,
  delta: null,
  reason: 'next_run'
};

/** What a census says of the run that it was taken after. */
export function objectsOf(census: Census): RunObjects {
  if (!census.complete) {
    const reason = census.sampled ? 'sampled' : census.cut_because;
    return { count: null, delta: null, reason };
  }
  return changeOf(census);
}

function changeOf(counted: Census | ObjectCount): RunObjects {
  const reason = whyNoDelta(counted);
  return {
    count: counted.object_count,
    delta: reason === null ? counted.object_count_delta : null,
    reason
  };
}

function whyNoDelta(counted: Census | ObjectCount): RunObjects['reason'] {
  if (counted.previous_run_id !== counted.run_id - 1) {
    return 'no_previous';
  }
  return counted.delta_is_of_run ? null : 'between';
}

/** The figures of the runs that the probe kept for a page that comes later. */
export function keptCounts(history: History): (runId: number) => RunObjects {
  const counts = new Map(history.object_counts.map(one => [one.run_id, one]));
  return runId => {
    const counted = counts.get(runId);
    return counted ? changeOf(counted) : NOT_KEPT;
  };
}
