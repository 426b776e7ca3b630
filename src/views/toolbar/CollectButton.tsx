import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useRef } from 'react';

import type { CollectProgress } from '../../model/collector';
import type { Collection } from '../../protocol';
import {
  formatBytes,
  formatBytesDelta,
  formatCount,
  formatDuration,
  NO_FIGURE
} from '../format';
import { collectIcon } from '../shared/icons';
import { IconButton } from '../shared/IconButton';
import { Popup } from '../shared/Tooltip';
import { useForAWhile } from './useForAWhile';

export interface ICollectButtonProps {
  readonly trans: TranslationBundle;
  readonly progress: CollectProgress;
  readonly shortcut: string;
  /** Why it cannot be used now; null when it can. */
  readonly disabledBecause: string | null;
  /** What stands for the button in a toolbar that has no room for it. */
  readonly standIn?: () => Element | null;
  readonly onClick: () => void;
}

/** How long an answer stays beside the button. */
const ANSWER_MS = 8000;

/** Runs `gc.collect()`, and says beside itself what that found. */
export function CollectButton(props: ICollectButtonProps): JSX.Element {
  const { trans, progress } = props;
  const anchor = useRef<HTMLSpanElement>(null);
  const answering = useForAWhile(progress, ANSWER_MS);
  const answer = describeProgress(trans, progress);
  const open = answering && answer !== null && anchor.current !== null;
  const waiting =
    progress.phase === 'queued' || progress.phase === 'collecting';
  return (
    <span ref={anchor} className="jp-Heapscope-tooltipAnchor">
      <IconButton
        icon={collectIcon}
        label={trans.__('Collect garbage')}
        shortcut={props.shortcut}
        details={
          <CollectDetails
            trans={trans}
            progress={progress}
            disabledBecause={props.disabledBecause}
          />
        }
        disabled={props.disabledBecause !== null || waiting}
        quiet={open}
        onClick={props.onClick}
      >
        {progress.phase === 'queued' && (
          <span className="jp-Heapscope-small">{trans.__('queued')}</span>
        )}
      </IconButton>
      <span role="status" className="jp-Heapscope-srOnly">
        {open ? answer : ''}
      </span>
      {open && anchor.current && (
        <Popup anchor={anchor.current} standIn={props.standIn}>
          <h4 className="jp-Heapscope-collectAnswer">{answer}</h4>
          <CollectDetails
            trans={trans}
            progress={progress}
            disabledBecause={null}
          />
        </Popup>
      )}
    </span>
  );
}

/** The answer in one line; null while nothing was asked. */
export function describeProgress(
  trans: TranslationBundle,
  progress: CollectProgress
): string | null {
  switch (progress.phase) {
    case 'idle':
      return null;
    case 'queued':
      return trans.__('queued until the cell ends');
    case 'collecting':
      return trans.__('collecting…');
    case 'failed':
      return trans.__('not collected: %1', progress.message);
    case 'done':
      return describeCollection(trans, progress.collection);
  }
}

function describeCollection(
  trans: TranslationBundle,
  collection: Collection
): string {
  const { unreachable, rss_before_bytes, rss_after_bytes } = collection;
  const freed = trans._n(
    'freed %2 object',
    'freed %2 objects',
    unreachable,
    formatCount(unreachable)
  );
  const took = formatDuration(collection.took_ms);
  return rss_before_bytes === null || rss_after_bytes === null
    ? `${freed}, ${took}`
    : `${freed}, ${formatBytesDelta(rss_after_bytes - rss_before_bytes)}, ${took}`;
}

function CollectDetails(props: {
  readonly trans: TranslationBundle;
  readonly progress: CollectProgress;
  readonly disabledBecause: string | null;
}): JSX.Element {
  const { trans, progress } = props;
  const collection = progress.phase === 'done' ? progress.collection : null;
  return (
    <>
      {collection && <CollectionFigures trans={trans} {...collection} />}
      <p className="jp-Heapscope-muted">
        {props.disabledBecause ??
          (progress.phase === 'queued'
            ? trans.__(
                'The kernel runs a cell. It collects at once with ipykernel 7 and JupyterLab 4.4 or later.'
              )
            : trans.__(
                'The number is what gc.collect() found unreachable. RSS may fall less: Python keeps free blocks for reuse.'
              ))}
      </p>
    </>
  );
}

function CollectionFigures(
  props: Collection & { readonly trans: TranslationBundle }
): JSX.Element {
  const { trans } = props;
  const bytes = (value: number | null) =>
    value === null ? NO_FIGURE : formatBytes(value);
  return (
    <dl>
      <dt>{trans.__('Found unreachable')}</dt>
      <dd>{formatCount(props.unreachable)}</dd>
      <dt>{trans.__('RSS')}</dt>
      <dd>
        {bytes(props.rss_before_bytes)} → {bytes(props.rss_after_bytes)}
      </dd>
      <dt>{trans.__('Uncollectable')}</dt>
      <dd>{formatCount(props.uncollectable)}</dd>
      <dt>{trans.__('Took')}</dt>
      <dd>{formatDuration(props.took_ms)}</dd>
    </dl>
  );
}
