import type { Census } from '../protocol';

/** The object figures of a run; null where no complete census was taken, with the reason. */
export interface RunObjects {
  readonly count: number | null;
  readonly delta: number | null;
  readonly reason:
    | 'budget'
    | 'counting'
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

/** The probe keeps what runs did for a page that comes later, but no count of objects. */
export const NOT_KEPT: RunObjects = {
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
  const isNext = census.previous_run_id === census.run_id - 1;
  return {
    count: census.object_count,
    delta: isNext ? census.object_count_delta : null,
    reason: isNext ? null : 'no_previous'
  };
}
