import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Collection } from '../../protocol';
import type { CollectProgress } from '../../model/collector';
import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatDuration
} from '../format';
import { Notice } from '../shared';
import { GenerationHead } from './GenerationHead';

/** Where a collection that the user asked for stands, and what it did. */
export function LastResult(props: {
  readonly progress: CollectProgress;
  readonly trans: TranslationBundle;
}): React.ReactElement | null {
  const { progress, trans } = props;
  switch (progress.phase) {
    case 'idle':
      return null;
    case 'queued':
      return (
        <Notice level="info" title={trans.__('Queued.')}>
          {trans.__('This kernel collects when the running cell has ended.')}
        </Notice>
      );
    case 'collecting':
      return <Notice level="info" title={trans.__('Collecting…')} />;
    case 'failed':
      return (
        <Notice level="error" title={trans.__('gc.collect() did not run.')}>
          {progress.message}
        </Notice>
      );
    case 'done':
      return <Done collection={progress.collection} trans={trans} />;
  }
}

function Done(props: {
  readonly collection: Collection;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { collection, trans } = props;
  const title = trans._n(
    'Found %2 unreachable object in %3.',
    'Found %2 unreachable objects in %3.',
    collection.unreachable,
    formatCount(collection.unreachable),
    formatDuration(collection.took_ms)
  );
  return (
    <Notice level="success" title={title}>
      <table className="jp-Heapscope-collectionCounts">
        <caption className="jp-Heapscope-srOnly">
          {trans.__('Counts of the generations before and after')}
        </caption>
        <GenerationHead count={collection.counts_before.length} trans={trans} />
        <tbody>
          <Counts name={trans.__('before')} counts={collection.counts_before} />
          <Counts name={trans.__('after')} counts={collection.counts_after} />
        </tbody>
      </table>
      {residentText(collection, trans)}
      {collection.uncollectable > 0 &&
        ` ${trans._n(
          '%2 object could not be freed.',
          '%2 objects could not be freed.',
          collection.uncollectable,
          formatCount(collection.uncollectable)
        )}`}
    </Notice>
  );
}

function Counts(props: {
  readonly name: string;
  readonly counts: readonly number[];
}): React.ReactElement {
  return (
    <tr>
      <th scope="row">{props.name}</th>
      {props.counts.map((count, generation) => (
        <td key={generation}>{formatCount(count)}</td>
      ))}
    </tr>
  );
}

function residentText(
  { rss_before_bytes: before, rss_after_bytes: after }: Collection,
  trans: TranslationBundle
): string {
  return before === null || after === null
    ? ''
    : trans.__(
        'RSS %1 → %2 (%3).',
        formatBytes(before),
        formatBytes(after),
        formatBytesDelta(after - before)
      );
}
