import type { TranslationBundle } from '@jupyterlab/translation';

import { formatBytes } from '../format';
import type { Run } from './runs';

/** What of a run's change is not the cell's. */
export function shareOfOthers(
  run: Run,
  trans: TranslationBundle
): readonly string[] {
  const held = run.skipped.get('rss_after_bytes');
  return [
    ...(held ? [held] : []),
    ...(run.tablesBytes > 0
      ? [
          trans.__(
            'At its end %1 of it were tables of tracemalloc, which recorded the run',
            formatBytes(run.tablesBytes)
          )
        ]
      : [])
  ];
}
