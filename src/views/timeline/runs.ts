import type { Collection, GcEvent, RssPoint, RunReport } from '../../protocol';
import type {
  EraEnd,
  LostRunEntry,
  RunEntry,
  RunningRun,
  RunObjects,
  Timeline,
  TimelineEntry
} from '../../model/timeline';

/** One run of a cell, over or in progress, as chart and table see it. Figures that cannot be had are null. */
export interface Run {
  readonly type: 'run';
  /** Key of its timeline entry. */
  readonly key: string;
  readonly era: number;
  readonly executionCount: number | null;
  readonly label: string;
  /**
   * `lost`: its kernel ended in it; the figures are those of the last sample. `unheard`: its kernel ended without a
   * word of it, perhaps before it began.
   */
  readonly state:
    'ok' | 'error' | 'interrupted' | 'running' | 'lost' | 'unheard';
  /** Type of the exception that ended it. */
  readonly raised: string | null;
  readonly recorded: boolean;
  /** Of RSS at the end, what tracemalloc keeps of its traces; 0 where it did not record. */
  readonly tablesBytes: number;
  /** Epoch, by the kernel's clock. */
  readonly startedAtMs: number;
  /** Up to the last sample while it runs. */
  readonly durationMs: number;
  readonly beforeBytes: number | null;
  readonly afterBytes: number | null;
  readonly deltaBytes: number | null;
  readonly peakBytes: number | null;
  /** After the start; where the peak is drawn. */
  readonly peakAtMs: number;
  /** True when short peaks may have been missed. */
  readonly peakSampled: boolean;
  readonly samples: readonly RssPoint[];
  /** False while it runs and sampling is switched off. */
  readonly isSampled: boolean;
  readonly gcEvents: readonly GcEvent[];
  /** Null while it runs: told at the end. */
  readonly gcCount: number | null;
  readonly gcPauseMs: number | null;
  /** The oldest generation: its collections look at all objects. */
  readonly fullGeneration: number;
  readonly objects: RunObjects | null;
  readonly hookMs: number | null;
  /** What the probe did not do in this run, or not in time, as the kernel says it, by figure. */
  readonly skipped: ReadonlyMap<string, string>;
  /** Why a figure of the report is null, by the report's field. */
  readonly absent: ReadonlyMap<string, string>;
}

/** Whether something other than its last line ended it. */
export function hasFailed({ state }: Run): boolean {
  return state !== 'ok' && state !== 'running';
}

/** Whether its kernel ended before it could report it. */
export function isLost({ state }: Run): boolean {
  return state === 'lost' || state === 'unheard';
}

/** How long it took, ms; null where nothing was seen of it. */
export function timeOf(run: Run): number | null {
  return isLost(run) && run.samples.length === 0 ? null : run.durationMs;
}

/** A collection that the user asked for. */
export interface UserCollection {
  readonly type: 'collection';
  readonly key: string;
  readonly era: number;
  readonly collection: Collection;
}

/** The end of a kernel process, after its last run. */
export interface EraBreak {
  readonly type: 'break';
  readonly key: string;
  readonly era: number;
  readonly because: EraEnd;
  /** Whether a new process followed. */
  readonly followed: boolean;
}

export type TimelineItem = Run | UserCollection | EraBreak;

/** What the view shows of the model at one moment; the parts are never changed in place. */
export interface TimelineState {
  readonly entries: Timeline['entries'];
  readonly running: RunningRun | null;
  readonly eras: Timeline['eras'];
}

/** Runs are asked for at each change of the timeline, and never change themselves. */
const known = new WeakMap<TimelineEntry, Run | UserCollection>();

/** All that happened, in order, with a break at the end of each kernel process; the run in progress comes last. */
export function itemsOf(state: TimelineState): readonly TimelineItem[] {
  const items: TimelineItem[] = [];
  let era = (state.entries[0] ?? state.running)?.era ?? state.eras.length;
  const endEras = (until: number): void => {
    for (; era < until; era += 1) {
      const because = state.eras[era]?.endedBecause;
      if (because) {
        items.push(breakOf(era, because, era + 1 < state.eras.length));
      }
    }
  };
  for (const entry of state.entries) {
    endEras(entry.era);
    items.push(itemOf(entry));
  }
  endEras(state.running?.era ?? state.eras.length);
  if (state.running) {
    items.push(runInProgress(state.running));
  }
  return items;
}

/** Change of RSS; null when either figure is missing. */
export function deltaOf(
  before: number | null,
  after: number | null
): number | null {
  return before === null || after === null ? null : after - before;
}

/** RSS before and after. */
export function residentOf(entry: Run | UserCollection): {
  readonly before: number | null;
  readonly after: number | null;
} {
  return entry.type === 'run'
    ? { before: entry.beforeBytes, after: entry.afterBytes }
    : {
        before: entry.collection.rss_before_bytes,
        after: entry.collection.rss_after_bytes
      };
}

function itemOf(entry: TimelineEntry): Run | UserCollection {
  let item = known.get(entry);
  if (!item) {
    item = entry.type === 'collection' ? { ...entry } : endedRun(entry);
    known.set(entry, item);
  }
  return item;
}

function endedRun(entry: RunEntry | LostRunEntry): Run {
  return entry.type === 'run' ? runOf(entry) : lostRun(entry.run);
}

function lostRun(run: RunningRun): Run {
  const seen = runInProgress(run);
  const top = seen.samples.find(point => point.rss_bytes === seen.peakBytes);
  const state = run.isSupposed ? 'unheard' : 'lost';
  return { ...seen, state, peakAtMs: top?.at_ms ?? 0 };
}

function breakOf(era: number, because: EraEnd, followed: boolean): EraBreak {
  return { type: 'break', key: `break:${era}`, era, because, followed };
}

function runOf(entry: RunEntry): Run {
  const report = entry.report;
  return {
    type: 'run',
    key: entry.key,
    era: entry.era,
    executionCount: report.execution_count,
    label: report.label,
    state: report.status,
    raised: report.exception?.type ?? null,
    recorded: report.recorded !== null,
    tablesBytes: report.recorded?.tables_bytes ?? 0,
    startedAtMs: report.started_at_ms,
    durationMs: report.duration_ms,
    samples: report.samples,
    isSampled: true,
    objects: entry.objects,
    hookMs: report.probe.hook_ms,
    skipped: new Map(
      report.probe.skipped.map(({ figure, reason }) => [figure, reason])
    ),
    absent: new Map(report.absent.map(one => [one.figure, one.reason])),
    ...memoryOf(report),
    ...collectionsOf(report)
  };
}

function memoryOf(report: RunReport) {
  const { rss_before_bytes: before, rss_after_bytes: after } = report;
  return {
    beforeBytes: before,
    afterBytes: after,
    deltaBytes: deltaOf(before, after),
    peakBytes: report.peak_rss_bytes,
    peakAtMs: peakTime(report),
    peakSampled: report.peak_source === 'sampled'
  };
}

/**
 * When the peak was, ms after the run's start: at the highest figure known. Without samples nobody knows when
 * a peak above start and end was, so it is put in the middle.
 */
function peakTime(report: RunReport): number {
  const { samples, duration_ms: duration } = report;
  const after = report.rss_after_bytes ?? 0;
  let top = Math.max(report.rss_before_bytes ?? 0, after);
  if (samples.length === 0 && (report.peak_rss_bytes ?? 0) > top) {
    return duration / 2;
  }
  let at = top === after ? duration : 0;
  for (const sample of samples) {
    if (sample.rss_bytes > top) {
      top = sample.rss_bytes;
      at = sample.at_ms;
    }
  }
  return at;
}

function collectionsOf(report: RunReport) {
  return {
    gcEvents: report.gc_events,
    gcCount: report.gc_event_count,
    gcPauseMs: report.gc_pause_ms,
    fullGeneration: Math.max(0, report.collector.generations.length - 1)
  };
}

function runInProgress(running: RunningRun): Run {
  const { started, samples } = running;
  const last = samples.length > 0 ? samples[samples.length - 1] : null;
  const before = started.rss_before_bytes;
  const now = last?.rss_bytes ?? null;
  return {
    type: 'run',
    key: running.key,
    era: running.era,
    executionCount: started.execution_count,
    label: started.label,
    state: 'running',
    raised: null,
    recorded: started.recording,
    tablesBytes: 0,
    startedAtMs: started.started_at_ms,
    durationMs: running.elapsedMs,
    beforeBytes: before,
    afterBytes: now,
    deltaBytes: deltaOf(before, now),
    peakBytes: highest(samples, before),
    peakAtMs: 0,
    peakSampled: true,
    samples,
    isSampled: running.isSampled,
    gcEvents: [],
    gcCount: null,
    gcPauseMs: null,
    fullGeneration: 0,
    objects: null,
    hookMs: null,
    skipped: new Map(),
    absent: new Map()
  };
}

function highest(
  samples: readonly RssPoint[],
  before: number | null
): number | null {
  const top = samples.reduce(
    (most, point) => Math.max(most, point.rss_bytes),
    before ?? 0
  );
  return samples.length > 0 ? top : null;
}
