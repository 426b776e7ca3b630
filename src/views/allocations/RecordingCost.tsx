import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { RecordingState, RunReport } from '../../protocol';
import { formatDuration, formatFactor, formatPrompt } from '../format';
import { Notice } from '../shared';

export interface RecordingCostProps {
  readonly trans: TranslationBundle;
  readonly recording: RecordingState;
  /** The last recorded run; null when none is in the history. */
  readonly run: RunReport | null;
}

/** What recording costs, as far as it was measured in this kernel; shown while it is on. */
export function RecordingCost(
  props: RecordingCostProps
): React.ReactElement | null {
  const { trans, recording, run } = props;
  if (recording.mode === 'off') {
    return null;
  }
  const details = [
    whoText(recording, trans),
    run && comparisonText(run, trans)
  ].filter(Boolean);
  return (
    <Notice level="warning" title={slowdownText(recording, trans)}>
      {details.join(' ')}
    </Notice>
  );
}

/** What the short test measured; it is of one loop, and no promise for any cell. */
export function slowdownText(
  recording: RecordingState,
  trans: TranslationBundle
): string {
  const factor = recording.allocation_slowdown;
  return factor === null
    ? trans.__('Recording slows what allocates; how much was not measured.')
    : trans.__(
        'Recording slows what allocates: a test loop that does little else ran %1 slower here.',
        formatFactor(factor)
      );
}

/** `[6] took 3.42 s; the same code took 1.42 s when it last ran unrecorded.`; null without such a run. */
export function comparisonText(
  run: RunReport,
  trans: TranslationBundle
): string | null {
  const before = run.recorded?.unrecorded_duration_ms ?? null;
  return before === null
    ? null
    : trans.__(
        '%1 took %2; the same code took %3 when it last ran unrecorded.',
        formatPrompt(run.execution_count),
        formatDuration(run.duration_ms),
        formatDuration(before)
      );
}

function whoText(recording: RecordingState, trans: TranslationBundle): string {
  if (recording.started_by_user) {
    return trans.__(
      'The notebook started tracemalloc by itself, so it is read only: stop it with tracemalloc.stop().'
    );
  }
  return recording.mode === 'next'
    ? trans.__('Only the next cell is recorded.')
    : '';
}
