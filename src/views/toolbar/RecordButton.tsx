import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';

import type { RecordingState } from '../../protocol';
import { recordIcon } from '../shared/icons';
import { IconButton } from '../shared/IconButton';

export interface IRecordButtonProps {
  readonly trans: TranslationBundle;
  /** Null until the probe answered. */
  readonly recording: RecordingState | null;
  readonly shortcut: string;
  /** Why it cannot be used now; null when it can. */
  readonly disabledBecause: string | null;
  readonly onClick: () => void;
}

/** Switches the recording of allocations, and shows that it is on and what it costs. */
export function RecordButton(props: IRecordButtonProps): JSX.Element {
  const { trans, recording } = props;
  const mode = recording?.mode ?? 'off';
  const recorded = mode !== 'off';
  return (
    <IconButton
      icon={recordIcon}
      label={trans.__('Record allocations')}
      shortcut={props.shortcut}
      pressed={recorded}
      className={recorded ? 'jp-mod-recording' : undefined}
      disabled={props.disabledBecause !== null}
      details={
        <p className="jp-Heapscope-muted">
          {props.disabledBecause ?? describeMode(trans, mode)}
          {recorded && typeof recording?.allocation_slowdown === 'number' && (
            <>
              {' '}
              {trans.__(
                'Code that allocates much runs about %1 times slower.',
                recording.allocation_slowdown.toFixed(1)
              )}
            </>
          )}
        </p>
      }
      onClick={props.onClick}
    >
      {recorded && <span>{trans.__('REC')}</span>}
    </IconButton>
  );
}

function describeMode(
  trans: TranslationBundle,
  mode: RecordingState['mode']
): string {
  switch (mode) {
    case 'on':
      return trans.__('On for every cell, with tracemalloc.');
    case 'next':
      return trans.__('On for the next cell only, with tracemalloc.');
    case 'off':
      return trans.__(
        'Off. With it, tracemalloc says which lines allocate; cells that allocate much run slower.'
      );
  }
}
