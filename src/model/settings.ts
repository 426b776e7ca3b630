import { ISignal, Signal } from '@lumino/signaling';

/** The values of schema/plugin.json. */
export interface HeapscopeSettings {
  readonly enabled: boolean;
  readonly showChip: boolean;
  readonly showBadges: boolean;
  readonly showStatusBar: boolean;
  /** 0 switches the sampler off. */
  readonly sampleIntervalMs: number;
  readonly exactPeak: boolean;
  /** Depth of recorded call stacks. */
  readonly tracebackFrames: number;
  readonly alwaysRecord: boolean;
  /** Share of the limit from which RSS is shown as a warning, percent. */
  readonly warnPercent: number;
  /** Share of the limit from which RSS is shown as critical, percent. */
  readonly criticalPercent: number;
  /** Runs kept for each notebook. */
  readonly historyLength: number;
  /** Memory of the probe's own history ring. */
  readonly historyKib: number;
  /** Time that one census may take, ms. */
  readonly censusBudgetMs: number;
  /** Write on/off of a notebook into its metadata. */
  readonly keepInMetadata: boolean;
}

export const DEFAULT_SETTINGS: HeapscopeSettings = {
  enabled: true,
  showChip: true,
  showBadges: true,
  showStatusBar: true,
  sampleIntervalMs: 100,
  exactPeak: true,
  tracebackFrames: 1,
  alwaysRecord: false,
  warnPercent: 80,
  criticalPercent: 90,
  historyLength: 5000,
  historyKib: 2048,
  censusBudgetMs: 2000,
  keepInMetadata: false
};

/** The user's settings, as the rest of the code reads them. */
export class SettingsModel {
  get value(): HeapscopeSettings {
    return this._value;
  }

  get changed(): ISignal<this, HeapscopeSettings> {
    return this._changed;
  }

  /** Take over what is given and of the default's type; the rest falls back to the default. */
  update(composite: Readonly<Record<string, unknown>>): void {
    const known = Object.entries(DEFAULT_SETTINGS).map(([name, standard]) => {
      const given = composite[name];
      return [name, typeof given === typeof standard ? given : standard];
    });
    this._value = Object.fromEntries(known) as HeapscopeSettings;
    this._changed.emit(this._value);
  }

  private _value = DEFAULT_SETTINGS;
  private _changed = new Signal<this, HeapscopeSettings>(this);
}
