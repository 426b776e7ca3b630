import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { RecordingSwitch } from '../../model/recording';
import { formatPrompt } from '../format';
import { Notice, useSignal } from '../shared';

/** Why recording is off though nobody switched it off. */
export function StoppedNotice(props: {
  readonly trans: TranslationBundle;
  readonly recording: RecordingSwitch;
}): React.ReactElement | null {
  const { trans, recording } = props;
  const stoppedBy = useSignal(recording.changed, () => recording.stoppedBy);
  return stoppedBy === undefined ? null : (
    <Notice
      level="info"
      title={trans.__(
        'Recording is off since %1, which stopped tracemalloc.',
        formatPrompt(stoppedBy)
      )}
    >
      {trans.__('What is shown was read before.')}
    </Notice>
  );
}
