import type { Baseline, Census, KernelMessage } from '../protocol';
import { ModelPart } from './part';

/** Objects by type, and the baseline that the user set. */
export class CensusState extends ModelPart {
  /** The last complete census; stays while newer ones are cut. */
  get complete(): Census | null {
    return this._complete;
  }

  /** The last census, complete or cut. */
  get latest(): Census | null {
    return this._latest;
  }

  get baseline(): Baseline | null {
    return this._baseline;
  }

  /** The run that the baseline was taken after, by the last that the probe said of it. */
  get baselineRunId(): number | null {
    return this._baselineRunId;
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'census':
        this._latest = message;
        this._complete = message.complete ? message : this._complete;
        this._baselineRunId = message.baseline_run_id;
        break;
      case 'baseline':
        this._baseline = message.baseline_run_id === null ? null : message;
        this._baselineRunId = message.baseline_run_id;
        break;
      default:
        return;
    }
    this.emitChanged();
  }

  reset(): void {
    this._complete = null;
    this._latest = null;
    this._baseline = null;
    this._baselineRunId = null;
    this.emitChanged();
  }

  private _complete: Census | null = null;
  private _latest: Census | null = null;
  private _baseline: Baseline | null = null;
  private _baselineRunId: number | null = null;
}
