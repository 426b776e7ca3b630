import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import React from 'react';

import { collectIcon, memoryIcon, playIcon, recordIcon } from '../shared/icons';

/** What to expect, while no cell has run. */
export function FirstRun(props: {
  readonly trans: TranslationBundle;
}): JSX.Element {
  const { trans } = props;
  const hints: readonly [LabIcon, string, string][] = [
    [
      playIcon,
      trans.__('Run a cell'),
      trans.__('its memory appears under it and here')
    ],
    [
      memoryIcon,
      trans.__('Stack & Heap'),
      trans.__('shows frames, names and objects')
    ],
    [recordIcon, trans.__('Record'), trans.__('shows which line allocates')],
    [
      collectIcon,
      trans.__('Collect'),
      trans.__('runs gc.collect() and says what went')
    ]
  ];
  return (
    <ul className="jp-Heapscope-hints">
      {hints.map(([Icon, name, what]) => (
        <li key={name}>
          <Icon.react tag="span" className="jp-Heapscope-icon" />
          <b>{name}</b>
          <span className="jp-Heapscope-muted">{what}</span>
        </li>
      ))}
    </ul>
  );
}
