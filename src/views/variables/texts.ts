import type { TranslationBundle } from '@jupyterlab/translation';

import type { Census, Sampled, Variables } from '../../protocol';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatEstimate,
  formatPrompt,
  formatShare
} from '../format';

/** A summary, with a word where it is of a kernel that ended. */
export function asOf(
  summary: string,
  ended: boolean,
  trans: TranslationBundle
): string {
  return ended ? trans.__('%1, of a kernel that ended', summary) : summary;
}

/** `13 of 21 names, in 0.6 ms after [8]`; `during [9]` while that runs. */
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
    variables.while_running
      ? trans.__('during %1', formatPrompt(variables.execution_count))
      : afterText(variables, trans)
  );
}

/** What to say where not all names that fit are listed; null where they are. */
export function variablesCut(
  variables: Variables,
  trans: TranslationBundle
): { readonly title: string; readonly text: string } | null {
  const { items, filter, fitting, total } = variables;
  const listed = formatCount(items.length);
  if (variables.truncated) {
    return {
      title: trans.__('There are too many names to look at all in time.'),
      text: trans.__(
        '%1 of %2 are listed; others may fit, and be larger.',
        listed,
        formatCount(total)
      )
    };
  }
  if (items.length === fitting) {
    return null;
  }
  const all = formatCount(fitting);
  return filter === ''
    ? {
        title: trans.__('Only the %1 largest names are listed.', listed),
        text: trans.__(
          'There are %1 that are not hidden; the filter searches all of them.',
          all
        )
      }
    : {
        title: trans.__(
          'Only the %1 largest names that fit are listed.',
          listed
        ),
        text: trans.__('%1 fit.', all)
      };
}

/** `2,964,207 objects, 1.27 GiB shallow, complete, in 0.49 s after [6]`. */
export function censusSummary(
  census: Census,
  trans: TranslationBundle
): string {
  return trans.__(
    '%1 objects, %2 shallow, %3, in %4 %5',
    estimated(census, formatCount(census.object_count)),
    estimated(census, formatBytes(census.object_bytes)),
    extentOf(census, trans),
    formatDuration(census.took_ms),
    afterText(census, trans)
  );
}

function estimated(census: Census, text: string): string {
  return census.sampled ? formatEstimate(text) : text;
}

function extentOf(census: Census, trans: TranslationBundle): string {
  if (census.sampled) {
    return trans.__('estimated');
  }
  return census.complete ? trans.__('complete') : trans.__('cut');
}

/** What an estimated census rests on. */
export function estimateText(
  sampled: Sampled,
  trans: TranslationBundle
): string {
  return trans.__(
    '± %1 objects in 95 of 100 cases.',
    formatCount(sampled.object_count_error)
  );
}

/** How an estimate was made, and what it may miss. */
export function estimateDetails(
  census: Census,
  sampled: Sampled,
  trans: TranslationBundle
): string {
  return trans.__(
    'The heap is too large to be counted in time. %1 tracked objects were counted, %2 of their references read. Of large objects there may be more than were met.',
    formatCount(census.tracked_count),
    formatShare(sampled.share)
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

function causeText(cut: Census, trans: TranslationBundle): string {
  const counted = formatCount(cut.object_count);
  switch (cut.cut_because) {
    case 'next_run':
      return trans.__(
        'The next run began when %1 objects were counted.',
        counted
      );
    case 'frozen':
      return trans.__(
        'gc.freeze() was called: beside the frozen objects, which cannot be counted until gc.unfreeze(), there are %1.',
        counted
      );
    default:
      return trans.__(
        'Its time was used up after %1; %2 objects were counted by then.',
        formatDuration(cut.took_ms),
        counted
      );
  }
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
  const why = causeText(cut, trans);
  const what =
    shown === cut
      ? trans.__('The figures are of this part of the heap only.')
      : trans.__('The figures are those %1.', afterText(shown, trans));
  return `${why} ${what}`;
}
