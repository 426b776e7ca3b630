import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { MemoryModel } from '../../model/memory';
import { formatPrompt } from '../format';
import { lastRun } from '../object';
import { Notice, useSignal } from '../shared';

export interface UnrecordedNoticeProps {
  readonly trans: TranslationBundle;
  readonly model: MemoryModel;
}

/** Which run is missing though recording is on: it begins with the next cell, whoever switches it on. */
export function UnrecordedNotice(
  props: UnrecordedNoticeProps
): React.ReactElement | null {
  const { trans, model } = props;
  const { allocations, recording, timeline } = model;
  const mode = useSignal(recording.changed, () => recording.state?.mode);
  const shownRunId = useSignal(
    allocations.changed,
    () => allocations.message?.run_id ?? null
  );
  const running = useSignal(timeline.changed, () => timeline.running);
  const last = useSignal(timeline.changed, () => lastRun(timeline));
  if (!mode || mode === 'off') {
    return null;
  }
  if (running) {
    return running.started.recording ? null : (
      <Notice
        level="info"
        title={trans.__(
          '%1, which runs, is not recorded: it began before recording was on.',
          formatPrompt(running.started.execution_count)
        )}
      >
        {trans.__('The next cell will be.')}
      </Notice>
    );
  }
  const isMissing =
    last !== null &&
    last.report.recorded === null &&
    shownRunId !== null &&
    shownRunId < last.report.run_id;
  return isMissing ? (
    <Notice
      level="info"
      title={trans.__(
        '%1 ran after what is shown here and was not recorded.',
        formatPrompt(last.report.execution_count)
      )}
    >
      {last.report.absent.find(({ figure }) => figure === 'recorded')?.reason ??
        trans.__('It began before recording was on.')}
    </Notice>
  ) : null;
}
