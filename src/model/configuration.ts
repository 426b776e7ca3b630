import type { RequestError, Settings } from '../protocol';
import { RETRY_MS } from './quiet';

/** Tells the probe what it is to do, where that is something else than it does. */
export class Configuration {
  /**
   * @param wanted - What the probe is to do now; null without a probe.
   * @param ask - Tells it; gives why that failed, null where it did not.
   */
  constructor(
    wanted: () => Settings | null,
    ask: (settings: Settings) => Promise<RequestError | null>
  ) {
    this._wanted = wanted;
    this._ask = ask;
  }

  /** What a probe says that it does. */
  note(settings: Settings): void {
    this._told = JSON.stringify(settings);
  }

  async update(): Promise<void> {
    const settings = this._wanted();
    const text = JSON.stringify(settings);
    if (settings && text !== this._told) {
      this._told = text;
      const error = await this._ask(settings);
      if (error?.code === 'cancelled') {
        this._told = '';
        setTimeout(() => void this.update(), RETRY_MS);
      }
    }
  }

  private readonly _wanted: () => Settings | null;
  private readonly _ask: (settings: Settings) => Promise<RequestError | null>;
  /** What the probe was told last. */
  private _told = '';
}
