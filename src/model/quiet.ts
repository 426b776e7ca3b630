import type {
  Reply,
  RequestArguments,
  RequestError,
  RequestKind
} from '../protocol';
import type { IMemorySession } from '../tokens';
import type { Notices } from './notices';
import type { SessionWords } from './words';

/** When to ask again for what gave way to another front end, ms. */
export const RETRY_MS = 1000;

/** Requests that nobody made by a gesture: a failure is told once, and one that means nothing is not told. */
export class QuietRequests {
  constructor(
    request: IMemorySession['request'],
    notices: Notices,
    words: SessionWords
  ) {
    this._request = request;
    this._notices = notices;
    this._words = words;
  }

  /** Another boot: its failures are news. */
  reset(): void {
    this._told.clear();
  }

  /**
   * Ask once.
   *
   * @returns What came in place of an answer; null when there was one.
   */
  async ask<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<RequestError | null> {
    try {
      await this._request(kind, args);
      return null;
    } catch (error) {
      this._tell(kind, error as RequestError);
      return error as RequestError;
    }
  }

  /**
   * Ask until there is an answer other than "later".
   *
   * @returns Null when there is none.
   */
  async insist<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K> | null> {
    for (;;) {
      try {
        return await this._request(kind, args);
      } catch (error) {
        if ((error as RequestError).code !== 'cancelled') {
          this._tell(kind, error as RequestError);
          return null;
        }
      }
      await new Promise(resolve => setTimeout(resolve, RETRY_MS));
    }
  }

  private _tell(kind: RequestKind, error: RequestError): void {
    const { code, message, detail } = error;
    if (code === 'closed' || code === 'cancelled' || this._told.has(kind)) {
      return;
    }
    this._told.add(kind);
    const part = kind.replace('_request', '');
    const text = this._words.requestFailed(part, message);
    this._notices.show({ id: `probe:${kind}`, level: 'warning', text, detail });
  }

  private readonly _request: IMemorySession['request'];
  private readonly _notices: Notices;
  private readonly _words: SessionWords;
  /** Kinds of requests whose failure was told. */
  private readonly _told = new Set<RequestKind>();
}
