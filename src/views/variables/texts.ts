import type { TranslationBundle } from '@jupyterlab/translation';

import type { Census, Variables } from '../../protocol';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatPrompt
} from '../format';

/** `13 of 21 names, in 0.6 ms after [8]`. */
export function variablesSummary(
  shown: number,
  variables: Variables,
  trans: TranslationBundle
): string {
  return trans.__(
    '%1 of %2 names, in %3 %4',
    formatCount(shown),
    formatCount(variables.total),
    formatDuration(variables.took_ms),
    afterText(variables, trans)
  );
}

/** `2,964,207 objects, 1.27 GiB shallow, complete, in 0.49 s after [6]`. */
export function censusSummary(
  census: Census,
  trans: TranslationBundle
): string {
  return trans.__(
    '%1 objects, %2 shallow, %3, in %4 %5',
    formatCount(census.object_count),
    formatBytes(census.object_bytes),
    census.complete ? trans.__('complete') : trans.__('cut'),
    formatDuration(census.took_ms),
    afterText(census, trans)
  );
}

/** `after [6]`. */
export function afterText(
  message: Pick<Census, 'run_id' | 'execution_count'>,
  trans: TranslationBundle
): string {
  return message.run_id === 0
    ? trans.__('before the first run')
    : trans.__('after %1', formatPrompt(message.execution_count));
}

/**
 * Why a census was cut.
 *
 * @param shown - The census whose figures are shown: an older complete one, or the cut one itself.
 */
export function cutText(
  cut: Census,
  shown: Census,
  trans: TranslationBundle
): string {
  const counted = formatCount(cut.object_count);
  const why =
    cut.cut_because === 'next_run'
      ? trans.__('The next run began when %1 objects were counted.', counted)
      : trans.__(
          'Its time was used up after %1; %2 objects were counted by then.',
          formatDuration(cut.took_ms),
          counted
        );
  const what =
    shown === cut
      ? trans.__('The figures are of this part of the heap only.')
      : trans.__('The figures are those %1.', afterText(shown, trans));
  return `${why} ${what}`;
}
