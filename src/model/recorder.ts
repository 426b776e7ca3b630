import type { IDisposable } from '@lumino/disposable';

import type { RecordingState } from '../protocol';
import type { IConnection, OpenProbe } from './connection';
import type { RecordingSwitch } from './recording';
import type { SettingsModel } from './settings';

export interface RecorderOptions {
  readonly recording: RecordingSwitch;
  readonly connection: Pick<IConnection, 'noteRecording'>;
  readonly settings: SettingsModel;
  /** Whether the notebook asks for it now, and may. */
  readonly isAskedFor: () => boolean;
  /** Tells the probe. */
  readonly tell: (mode: RecordingState['mode']) => Promise<unknown>;
}

/**
 * Records allocations where the notebook or the setting wants it, or the process before did; what the user switched off
 * stays off, until the setting is switched on.
 */
export class Recorder implements IDisposable {
  constructor(options: RecorderOptions) {
    this._options = options;
    this._isAlways = options.settings.value.alwaysRecord;
    options.recording.changed.connect(this._onChanged, this);
    options.settings.changed.connect(this._onSettingsChanged, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    const { recording, settings } = this._options;
    this._isDisposed = true;
    recording.changed.disconnect(this._onChanged, this);
    settings.changed.disconnect(this._onSettingsChanged, this);
  }

  /** A probe answered; to be told before the model hears of it. */
  meet({ hello, wasRecorded }: OpenProbe): void {
    if (wasRecorded) {
      const isOn = hello.recording.mode === 'on';
      this._options.recording.expect(isOn);
      // Who began it before the reload is not known: the setting could have.
      this._isOfSetting = isOn && this._isSettingAlone();
    } else {
      this._decide();
    }
  }

  /** Begin in a probe that answered and does not record, if that is due; resolves when it knows. */
  async begin(): Promise<void> {
    const { state, wasOn } = this._options.recording;
    if (wasOn && state && state.mode !== 'on') {
      await this._options.tell('on');
    }
  }

  /** The notebook may want something else now: it was trusted, say. */
  reconsider(): void {
    if (this._options.recording.state && this._decide()) {
      void this.begin();
    }
  }

  /** @returns Whether it is decided just now that it is to be on. */
  private _decide(): boolean {
    const { recording, isAskedFor } = this._options;
    const isDue = recording.wasOn === null && (this._isAlways || isAskedFor());
    if (isDue) {
      recording.expect(true); // also where the process ends before it could be told
      this._isOfSetting = this._isSettingAlone();
    }
    return isDue;
  }

  private _isSettingAlone(): boolean {
    return this._isAlways && !this._options.isAskedFor();
  }

  private _onChanged(): void {
    const { recording, connection } = this._options;
    if (recording.state?.mode === 'on') {
      connection.noteRecording();
    } else if (recording.wasOn === false) {
      this._isOfSetting = false;
    }
  }

  private _onSettingsChanged(): void {
    const { alwaysRecord } = this._options.settings.value;
    if (alwaysRecord !== this._isAlways) {
      this._isAlways = alwaysRecord;
      void (alwaysRecord ? this._beginAlways() : this._endAlways());
    }
  }

  /** The user's last word: it counts where recording was switched off before, too. */
  private async _beginAlways(): Promise<void> {
    const { recording } = this._options;
    if (!recording.wasOn) {
      recording.expect(true);
      this._isOfSetting = this._isSettingAlone();
      await this.begin();
    }
  }

  /** What the user or the notebook began goes on. */
  private async _endAlways(): Promise<void> {
    const { recording, isAskedFor, tell } = this._options;
    if (this._isOfSetting && !isAskedFor()) {
      this._isOfSetting = false;
      recording.expect(null);
      if (recording.state?.mode === 'on') {
        await tell('off');
        recording.expect(null); // as if it had never been on
      }
    }
  }

  private readonly _options: RecorderOptions;
  private _isAlways: boolean;
  /** It is on, or to be on, for no other reason than the setting. */
  private _isOfSetting = false;
  private _isDisposed = false;
}
