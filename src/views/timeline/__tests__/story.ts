import { Timeline } from '../../../model/timeline';
import { example } from '../../../protocol/__tests__/examples';
import type { RunReport } from '../../../protocol';
import { itemsOf } from '../runs';
import type { Run, TimelineItem, TimelineState } from '../runs';

export const MIB = 1024 * 1024;
/** When the stories begin, epoch ms. */
export const BEGIN = 1_795_402_800_000;

/** The golden report's run with other figures; nothing was sampled, collected or raised in it. */
export function runReport(changes: Partial<RunReport> = {}): RunReport {
  const { run } = example('report');
  const id = changes.run_id ?? 1;
  return {
    ...run,
    run_id: id,
    execution_count: id,
    cell_id: `cell-${id}`,
    label: `step(${id})`,
    started_at_ms: BEGIN + id * 10_000,
    duration_ms: 1000,
    status: 'ok',
    exception: null,
    rss_before_bytes: id * 100 * MIB,
    rss_after_bytes: (id + 1) * 100 * MIB,
    peak_rss_bytes: (id + 1) * 100 * MIB,
    peak_source: 'exact',
    samples: [],
    gc_events: [],
    gc_event_count: 0,
    gc_pause_ms: 0,
    recorded: null,
    ...changes
  };
}

/** Add a run to a timeline, as its report does. */
export function addRun(
  timeline: Timeline,
  changes: Partial<RunReport> = {}
): void {
  timeline.apply(example('report', { run: runReport(changes) }));
}

/** The user collects. */
export function addCollection(timeline: Timeline, at_ms: number): void {
  const after_run_id = Math.floor((at_ms - BEGIN) / 10_000);
  const while_running = (at_ms - BEGIN) % 10_000 < 1000;
  timeline.apply(example('collection', { at_ms, after_run_id, while_running }));
}

/** A cell begins. */
export function startRun(timeline: Timeline, id: number): void {
  timeline.apply(
    example('run_started', {
      run_id: id,
      execution_count: id,
      started_at_ms: BEGIN + id * 10_000,
      rss_before_bytes: id * 100 * MIB
    })
  );
}

export function stateOf(timeline: Timeline): TimelineState {
  return {
    entries: timeline.entries,
    running: timeline.running,
    eras: timeline.eras
  };
}

/** What a story leaves on the timeline. */
export function itemsAfter(
  tell: (timeline: Timeline) => void
): readonly TimelineItem[] {
  const timeline = new Timeline(10_000);
  tell(timeline);
  return itemsOf(stateOf(timeline));
}

/** One run as the view sees it. */
export function oneRun(changes: Partial<RunReport> = {}): Run {
  const [run] = itemsAfter(timeline => addRun(timeline, changes));
  return run as Run;
}
