import type { IDisposable } from '@lumino/disposable';

import type { IConnection, OpenProbe } from './connection';
import type { RecordingSwitch } from './recording';

/** Records allocations where the notebook wants it, or the process before did; what the user switched off stays off. */
export class Recorder implements IDisposable {
  /**
   * @param wants - Whether the notebook, or the user in all of them, wants it now.
   * @param record - Tells the probe.
   */
  constructor(
    recording: RecordingSwitch,
    connection: Pick<IConnection, 'noteRecording'>,
    wants: () => boolean,
    record: () => Promise<unknown>
  ) {
    this._recording = recording;
    this._connection = connection;
    this._wants = wants;
    this._record = record;
    recording.changed.connect(this._onChanged, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._recording.changed.disconnect(this._onChanged, this);
  }

  /** A probe answered; to be told before the model hears of it. */
  meet({ hello, wasRecorded }: OpenProbe): void {
    if (wasRecorded) {
      this._recording.expect(hello.recording.mode === 'on');
    } else {
      this._decide();
    }
  }

  /** Begin in a probe that answered, if that is due; resolves when it knows. */
  async begin(): Promise<void> {
    const { state, wasOn } = this._recording;
    if (wasOn && state && state.mode !== 'on') {
      await this._record();
    }
  }

  /** The notebook may want something else now: it was trusted, say. */
  reconsider(): void {
    if (this._recording.state && this._decide()) {
      void this.begin();
    }
  }

  /** @returns Whether it is decided just now that it is to be on. */
  private _decide(): boolean {
    const isDue = this._recording.wasOn === null && this._wants();
    if (isDue) {
      this._recording.expect(true); // also where the process ends before it could be told
    }
    return isDue;
  }

  private _onChanged(): void {
    if (this._recording.state?.mode === 'on') {
      this._connection.noteRecording();
    }
  }

  private readonly _recording: RecordingSwitch;
  private readonly _connection: Pick<IConnection, 'noteRecording'>;
  private readonly _wants: () => boolean;
  private readonly _record: () => Promise<unknown>;
  private _isDisposed = false;
}
