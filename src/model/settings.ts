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
  censusBudgetMs: 4000,
  keepInMetadata: false
};

/** The figures that schema/plugin.json allows, integers all of them. */
export const SETTING_RANGES = {
  sampleIntervalMs: [0, 60_000],
  tracebackFrames: [1, 100],
  warnPercent: [1, 100],
  criticalPercent: [1, 100],
  historyLength: [10, 100_000],
  historyKib: [0, 65_536],
  censusBudgetMs: [50, 600_000]
} as const;

/** The user's settings, as the rest of the code reads them. */
export class SettingsModel {
  get value(): HeapscopeSettings {
    return this._value;
  }

  get changed(): ISignal<this, HeapscopeSettings> {
    return this._changed;
  }

  /** Take over what is given and as it should be; the rest falls back to the default. */
  update(composite: Readonly<Record<string, unknown>>): void {
    const known = Object.entries(DEFAULT_SETTINGS).map(([name, standard]) => {
      const given = composite[name];
      return [name, isProper(name, given, standard) ? given : standard];
    });
    this._value = Object.fromEntries(known) as HeapscopeSettings;
    this._changed.emit(this._value);
  }

  private _value = DEFAULT_SETTINGS;
  private _changed = new Signal<this, HeapscopeSettings>(this);
}

/** What comes from a file of the administrator was checked by nobody. */
function isProper(name: string, given: unknown, standard: unknown): boolean {
  if (typeof standard !== 'number') {
    return typeof given === typeof standard;
  }
  const [least, most] = SETTING_RANGES[name as keyof typeof SETTING_RANGES];
  return (
    Number.isInteger(given) && least <= Number(given) && Number(given) <= most
  );
}
