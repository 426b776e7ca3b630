import type { Error as ErrorMessage } from './messages';

/** Why a request failed: what the probe said, or `closed` when there is no probe (any more). */
export type RequestErrorCode = ErrorMessage['code'] | 'closed';

/** A request that got no answer. */
export class RequestError extends Error {
  /**
   * @param code - Why, for code to act on.
   * @param message - Why, for the user; untrusted text when the probe said it.
   * @param detail - For a bug report, or null.
   */
  constructor(
    readonly code: RequestErrorCode,
    message: string,
    readonly detail: string | null = null
  ) {
    super(message);
    this.name = 'RequestError';
  }
}
