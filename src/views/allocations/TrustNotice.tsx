import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { RecordingSwitch } from '../../model/recording';
import { Notice, useSignal } from '../shared';

/** Why nothing is recorded though the notebook asks for it. */
export function TrustNotice(props: {
  readonly trans: TranslationBundle;
  readonly recording: RecordingSwitch;
}): React.ReactElement | null {
  const { trans, recording } = props;
  const isIdle = useSignal(
    recording.changed,
    () => recording.awaitsTrust && recording.state?.mode !== 'on'
  );
  return isIdle ? (
    <Notice
      level="info"
      title={trans.__(
        'This notebook asks to record allocations; it is not trusted.'
      )}
    >
      {trans.__(
        'Recording begins when you trust it with the command “Trust Notebook”, or when all its cells have been run.'
      )}
    </Notice>
  ) : null;
}
