import type { TranslationBundle } from '@jupyterlab/translation';

import type { Death, SessionWords } from '../model/words';
import { formatBytes, formatPrompt } from '../views/format';

/** What a session says to the user, in the user's language. */
export class TranslatedWords implements SessionWords {
  constructor(trans: TranslationBundle) {
    this._trans = trans;
  }

  noProbe(): string {
    return this._trans.__(
      'There is no probe in a kernel of this notebook now.'
    );
  }

  died({ isRestarted, running, rssBytes }: Death): string {
    const trans = this._trans;
    const parts = [
      isRestarted
        ? trans.__('The kernel died and was restarted.')
        : trans.__('The kernel died.')
    ];
    if (running) {
      const { execution_count: count, label } = running.started;
      const cell = `${formatPrompt(count)} ${withoutEnd(label)}`;
      parts.push(
        running.isSupposed
          ? trans.__('It was sent %1 and told nothing of it.', cell)
          : trans.__('It was running %1.', cell)
      );
    }
    if (rssBytes !== null) {
      const rss = formatBytes(rssBytes);
      parts.push(trans.__('The last that was seen of its memory: %1.', rss));
    }
    return parts.join(' ');
  }

  requestFailed(part: string, reason: string): string {
    return this._trans.__('The probe could not answer (%1): %2', part, reason);
  }

  private readonly _trans: TranslationBundle;
}

/** Code that is quoted in a sentence: the sentence ends it, not the code's own `:` or `.`. */
function withoutEnd(label: string): string {
  return label.replace(/[\s.:;,]+$/, '');
}
