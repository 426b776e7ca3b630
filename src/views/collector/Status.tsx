import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { CollectorState } from '../../protocol';
import { formatCount } from '../format';
import { Notice } from '../shared';

/** Whether the collector runs by itself in this kernel. */
export type Automatic = 'on' | 'disabled' | 'no-threshold';

/** `gc.enable()` and a threshold of generation 0 above 0 are both needed. */
export function automaticOf(state: CollectorState): Automatic {
  if (!state.enabled) {
    return 'disabled';
  }
  return state.generations[0]?.threshold === 0 ? 'no-threshold' : 'on';
}

/** What holds for the whole collector. */
export function Status(props: {
  readonly state: CollectorState;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { state, trans } = props;
  const automatic = automaticOf(state);
  return (
    <>
      {automatic !== 'on' && (
        <Notice
          level="warning"
          title={trans.__('Automatic collection is off in this kernel.')}
        >
          {automatic === 'disabled'
            ? trans.__(
                'gc.disable() was called: objects in cycles stay until gc.collect() runs or gc.enable() is called.'
              )
            : trans.__(
                'The threshold of generation 0 is 0: objects in cycles stay until gc.collect() runs or gc.set_threshold() is called.'
              )}
        </Notice>
      )}
      <dl className="jp-Heapscope-collectorFacts">
        <Fact name={trans.__('Automatic')}>
          {automatic === 'on' ? trans.__('on') : trans.__('off')}
        </Fact>
        <Fact
          name={trans.__('Frozen')}
          hint={trans.__('Objects that gc.freeze() hides from the collector')}
        >
          {formatCount(state.frozen)}
        </Fact>
        <Fact
          name={trans.__('Garbage')}
          hint={trans.__(
            'Objects in gc.garbage: found unreachable, but not freed'
          )}
        >
          {formatCount(state.garbage)}
        </Fact>
      </dl>
    </>
  );
}

function Fact(props: {
  readonly name: string;
  readonly hint?: string;
  readonly children: string;
}): React.ReactElement {
  return (
    <div title={props.hint}>
      <dt>{props.name}</dt>
      <dd className="jp-Heapscope-figure">{props.children}</dd>
    </div>
  );
}
