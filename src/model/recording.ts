import type { KernelMessage, RecordingState } from '../protocol';
import { ModelPart } from './part';

/** Whether allocations are recorded, as the probe has it. */
export class RecordingSwitch extends ModelPart {
  /** Null until the probe answered. */
  get state(): RecordingState | null {
    return this._state;
  }

  /**
   * As it is to go on in the next kernel process, which knows nothing of this one: false where it was on and was
   * switched off. Null where it never was on.
   */
  get wasOn(): boolean | null {
    return this._wasOn;
  }

  /** The notebook asks for it, which counts only when it is trusted. */
  get awaitsTrust(): boolean {
    return this._awaitsTrust;
  }

  /** Prompt number of the cell that stopped tracemalloc, and recording with it; undefined where none did since. */
  get stoppedBy(): number | null | undefined {
    return this._stoppedBy;
  }

  setAwaitsTrust(awaitsTrust: boolean): void {
    if (awaitsTrust !== this._awaitsTrust) {
      this._awaitsTrust = awaitsTrust;
      this.emitChanged();
    }
  }

  /** What the next kernel process is to go on with; null: nothing is known of it. */
  expect(on: boolean | null): void {
    this._wasOn = on;
  }

  apply(message: KernelMessage): void {
    switch (message.kind) {
      case 'hello':
      case 'report':
      case 'recording':
        if (message.recording.mode === 'on') {
          this._wasOn = true;
        } else if (this._state?.mode === 'on') {
          this._wasOn = false;
        }
        this._stoppedBy = this._stopping(message);
        this._state = message.recording;
        this.emitChanged();
    }
  }

  reset(): void {
    this._state = null;
    this._stoppedBy = undefined;
    this.emitChanged();
  }

  /** Who switches recording off says so by a message of its own; a report only says that it is off. */
  private _stopping(message: KernelMessage): number | null | undefined {
    if (message.kind !== 'report' || message.recording.mode !== 'off') {
      return undefined;
    }
    return this._state?.mode === 'on'
      ? message.run.execution_count
      : this._stoppedBy;
  }

  private _state: RecordingState | null = null;
  private _wasOn: boolean | null = null;
  private _awaitsTrust = false;
  private _stoppedBy: number | null | undefined;
}
