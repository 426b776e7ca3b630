import type { TranslationBundle } from '@jupyterlab/translation';

import { LIVE_INTERVAL_MS } from '../../model/live';
import type { Stack } from '../../protocol';
import { formatDuration, formatPrompt } from '../format';

/**
 * When the stack was read, in a sentence.
 *
 * @param live - True when it is read again while the run goes on.
 */
export function momentText(
  stack: Stack,
  live: boolean,
  trans: TranslationBundle
): string {
  const prompt = formatPrompt(stack.execution_count);
  switch (stack.moment) {
    case 'running':
      return live
        ? trans.__(
            'Running %1, read every %2',
            prompt,
            formatDuration(LIVE_INTERVAL_MS)
          )
        : trans.__('Running %1', prompt);
    case 'exception':
      return exceptionText(stack, prompt, trans);
    case 'rest':
      return stack.run_id === 0
        ? trans.__('At rest, before the first run')
        : trans.__('At rest, after %1', prompt);
  }
}

function exceptionText(
  stack: Stack,
  prompt: string,
  trans: TranslationBundle
): string {
  const type = stack.exception?.type ?? trans.__('an exception');
  return stack.exception_is_of_run
    ? trans.__('After %1 in %2, until the next run', type, prompt)
    : trans.__(
        'After %1, raised outside of the cells after %2, until the next run',
        type,
        prompt
      );
}
