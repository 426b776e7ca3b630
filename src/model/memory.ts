import type { KernelMessage } from '../protocol';
import { CensusState } from './census';
import { Collector } from './collector';
import { Countings } from './countings';
import { KernelState } from './kernel';
import { Latest } from './latest';
import { Notices } from './notices';
import type { ModelPart } from './part';
import { Queries } from './queries';
import { RecordingSwitch } from './recording';
import { Selection } from './selection';
import { DEFAULT_SETTINGS } from './settings';
import { SizesState } from './sizes';
import { StackState } from './stack';
import { Timeline } from './timeline';

/** All that is known of one notebook's kernel. Data comes in through `apply` alone. */
export class MemoryModel {
  constructor(historyLength = DEFAULT_SETTINGS.historyLength) {
    this.timeline = new Timeline(historyLength);
    this._parts = [
      this.kernel,
      this.countings,
      this.timeline,
      this.stack,
      this.variables,
      this.sizes,
      this.census,
      this.allocations,
      this.recording,
      this.collector,
      this.notices
    ];
  }

  readonly kernel = new KernelState();
  readonly countings = new Countings();
  readonly timeline: Timeline;
  readonly stack = new StackState();
  readonly variables = new Latest('variables');
  readonly sizes = new SizesState();
  readonly census = new CensusState();
  readonly allocations = new Latest('allocations');
  readonly recording = new RecordingSwitch();
  readonly collector = new Collector();
  readonly notices = new Notices();
  readonly selection = new Selection();
  readonly queries = new Queries();

  /** The one entrance for data: every message of the probe. */
  apply(message: KernelMessage): void {
    this._parts.forEach(part => part.apply(message));
  }

  /** Another probe: forget what belonged to the old one, but for the timeline's earlier eras and the process's peak. */
  reset(isSameProcess = false): void {
    this._parts.forEach(part => part.reset(isSameProcess));
    this.selection.select(null);
  }

  private readonly _parts: readonly ModelPart[];
}
