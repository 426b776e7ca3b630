import type { KernelMessage, RecordingState } from '../protocol';
import { ModelPart } from './part';

/** Whether allocations are recorded, as the probe has it. */
export class RecordingSwitch extends ModelPart {
  /** Null until the probe answered. */
  get state(): RecordingState | null {
    return this._state;
  }

  /** As it was left when a kernel process ended, which the next one knows nothing of; null before the first. */
  get wasOn(): boolean | null {
    return this._wasOn;
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
        this._state = message.recording;
        this._wasOn = message.recording.mode === 'on';
        this.emitChanged();
    }
  }

  reset(): void {
    this._state = null;
    this.emitChanged();
  }

  private _state: RecordingState | null = null;
  private _wasOn: boolean | null = null;
}
