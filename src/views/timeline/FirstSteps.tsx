import type { TranslationBundle } from '@jupyterlab/translation';
import type { LabIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { icons } from '../shared';

/** What to do while no cell has run. */
export function FirstSteps(props: {
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { trans } = props;
  return (
    <dl className="jp-Heapscope-firstSteps">
      <Step icon={icons.playIcon} name={trans.__('Run a cell')}>
        {trans.__('its memory appears under it and here')}
      </Step>
      <Step icon={icons.memoryIcon} name={trans.__('Stack & Heap')}>
        {trans.__('lists frames, names and objects')}
      </Step>
      <Step icon={icons.recordIcon} name={trans.__('Record')}>
        {trans.__('shows which line allocates')}
      </Step>
      <Step icon={icons.collectIcon} name={trans.__('Collect')}>
        {trans.__('runs gc.collect() and says what went')}
      </Step>
    </dl>
  );
}

function Step(props: {
  readonly icon: LabIcon;
  readonly name: string;
  readonly children: string;
}): React.ReactElement {
  const Icon = props.icon;
  return (
    <div>
      <dt>
        <Icon.react tag="span" className="jp-Heapscope-icon" />
        {props.name}
      </dt>
      <dd>{props.children}</dd>
    </div>
  );
}
