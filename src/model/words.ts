import type { RunningRun } from './timeline';

/** What is known of a kernel that died. */
export interface Death {
  /** False when it is gone for good. */
  readonly isRestarted: boolean;
  readonly running: RunningRun | null;
  /** The last that was seen; null when none was. */
  readonly rssBytes: number | null;
}

/** What a session says to the user. Made by a plugin, which knows the user's language and how figures are written. */
export interface SessionWords {
  noProbe(): string;
  died(death: Death): string;
  /** @param reason - What the probe said; untrusted text. */
  requestFailed(part: string, reason: string): string;
}
