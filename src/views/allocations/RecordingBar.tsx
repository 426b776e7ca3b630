import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { RecordingState } from '../../protocol';
import { formatCount } from '../format';
import { Segmented } from '../shared';

export interface RecordingBarProps {
  readonly trans: TranslationBundle;
  readonly recording: RecordingState;
  readonly onChange: (mode: RecordingState['mode']) => void;
}

/** Whether allocations are recorded, and how deep. */
export function RecordingBar(props: RecordingBarProps): React.ReactElement {
  const { trans, recording } = props;
  const locked = recording.started_by_user;
  const frames = trans._n(
    '%2 frame deep',
    '%2 frames deep',
    recording.traceback_frames,
    formatCount(recording.traceback_frames)
  );
  return (
    <div className="jp-Heapscope-tools">
      <span>{trans.__('Record')}</span>
      <Segmented
        label={trans.__('Record allocations')}
        value={recording.mode}
        onChange={props.onChange}
        options={[
          { value: 'off', label: trans.__('Off'), disabled: locked },
          { value: 'next', label: trans.__('Next cell'), disabled: locked },
          { value: 'on', label: trans.__('On') }
        ]}
      />
      {recording.mode !== 'off' && (
        <>
          <span className="jp-Heapscope-chip jp-mod-bad">
            {trans.__('● recording')}
          </span>
          <span className="jp-Heapscope-muted">{frames}</span>
        </>
      )}
    </div>
  );
}
