import type {
  Location,
  RssPoint,
  RunStarted,
  Sample,
  Settings
} from '../protocol';
import type { UnfinishedCell } from './connection';
import { keyOfRun } from './entries';

const MAX_LIVE_SAMPLES = 1000;
const MAX_LABEL = 120;

/** The run in progress. */
export interface RunningRun {
  readonly key: string;
  readonly era: number;
  readonly started: RunStarted;
  /** At most 1,000 points; every other one of the earlier ones goes for more. */
  readonly samples: readonly RssPoint[];
  /** By the last sample, and counted on by the page where none comes: samples are off, or C code holds the interpreter. */
  readonly elapsedMs: number;
  /** Where the main thread was at the last sample. */
  readonly location: Location | null;
  /** It was sent to a kernel that ended without a word of it: perhaps before it began. */
  readonly isSupposed?: boolean;
  /** False where sampling is switched off: then RSS is told at its end alone. */
  readonly isSampled: boolean;
}

/** What runs now, by what the probe says of it. */
export class CurrentRun {
  /** Never changed in place; null while no cell runs. */
  get value(): RunningRun | null {
    return this._value;
  }

  /** Number of the run; infinite for none. */
  get id(): number {
    return this._value?.started.run_id ?? Infinity;
  }

  begin(started: RunStarted, era: number): void {
    this._value = { ...begunRun(started, era), isSampled: this._isSampled };
  }

  /** The kernel ended with a cell of which the probe said nothing. */
  suppose(cell: UnfinishedCell, runId: number, era: number): void {
    this._value = supposedRun(cell, runId, era);
  }

  sample(sample: Sample): void {
    if (this.id === sample.run_id) {
      this._value &&= withSample(this._value, sample);
    }
  }

  /** It goes on, for so many ms, without a word. */
  goOn(ms: number): void {
    this._value &&= goneOn(this._value, ms);
  }

  end(): void {
    this._value = null;
  }

  /** What the probe does. */
  configure({ sample_interval_ms: interval }: Settings): void {
    this._isSampled = interval > 0;
    this._value &&= { ...this._value, isSampled: this._isSampled };
  }

  private _value: RunningRun | null = null;
  private _isSampled = true;
}

export function begunRun(started: RunStarted, era: number): RunningRun {
  const key = keyOfRun(started.run_id, era);
  return {
    key,
    era,
    started,
    samples: [],
    elapsedMs: started.elapsed_ms,
    location: null,
    isSampled: true
  };
}

/** A run of which the probe said nothing, as the page knows it. */
function supposedRun(
  cell: UnfinishedCell,
  runId: number,
  era: number
): RunningRun {
  const started: RunStarted = {
    kind: 'run_started',
    run_id: runId,
    cell_id: cell.cellId,
    execution_count: cell.executionCount,
    label: labelOf(cell.code),
    started_at_ms: cell.startedAtMs,
    elapsed_ms: 0,
    rss_before_bytes: null,
    recording: false
  };
  return { ...begunRun(started, era), isSupposed: !cell.isBegun };
}

/** The first line that tells something, as the probe has it: no comment, no decorator, no blank line. */
function labelOf(code: string): string {
  const lines = code
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);
  const label = lines.find(line => !/^[#@]/.test(line)) ?? lines[0] ?? '';
  return label.slice(0, MAX_LABEL);
}

/** The run in progress with another sample. */
function withSample(run: RunningRun, sample: Sample): RunningRun {
  const { at_ms, rss_bytes, location } = sample;
  const kept =
    run.samples.length < MAX_LIVE_SAMPLES
      ? run.samples
      : run.samples.filter((_, index) => index % 2 === 0);
  return {
    ...run,
    samples: [...kept, { at_ms, rss_bytes }],
    elapsedMs: at_ms,
    location
  };
}

/** The run in progress, so many ms later. */
function goneOn(run: RunningRun, ms: number): RunningRun {
  return { ...run, elapsedMs: run.elapsedMs + ms };
}
