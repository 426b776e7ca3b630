import type { TranslationBundle } from '@jupyterlab/translation';

import { formatCount } from './format';

/** `3 child processes`. */
export function childrenLabel(count: number, trans: TranslationBundle): string {
  return trans._n(
    '%2 child process',
    '%2 child processes',
    count,
    formatCount(count)
  );
}
