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
            'Tables of tracemalloc, which recorded the run, are %1 of its peak, and of its change while recording is on',
            formatBytes(run.tablesBytes)
          )
        ]
      : [])
  ];
}
