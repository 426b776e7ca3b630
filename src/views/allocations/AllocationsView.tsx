import * as React from 'react';

import { CommandIDs } from '../../commands';
import type { MemoryModel } from '../../model/memory';
import type { Timeline } from '../../model/timeline';
import type { Allocations, RecordingState, RunReport } from '../../protocol';
import type { IViewContext } from '../../tokens';
import { formatBytes, formatPrompt } from '../format';
import { goTo, newestRunId, runOf } from '../object';
import { EmptyState, icons, Notice, Section, useSignal } from '../shared';
import type { IOrigin } from '../shared';
import { RecordingBar } from './RecordingBar';
import { RecordingCost } from './RecordingCost';
import { SiteTable } from './SiteTable';
import { StoppedNotice } from './StoppedNotice';
import { TrustNotice } from './TrustNotice';
import { UnrecordedNotice } from './UnrecordedNotice';

/** Which lines allocated what is alive after a recorded run. */
export function AllocationsView(props: {
  readonly context: IViewContext;
}): React.ReactElement {
  const { context } = props;
  const { commands, session, trans } = context;
  const { recording, allocations, queries, run } = useModel(session.model);
  const execute = (id: string, args: object) =>
    void commands.execute(id, { session: session.id, ...args });
  const record = (mode: RecordingState['mode']) =>
    execute(CommandIDs.setRecording, { mode });
  return (
    <>
      <TrustNotice trans={trans} recording={session.model.recording} />
      <StoppedNotice trans={trans} recording={session.model.recording} />
      {recording && (
        <>
          <RecordingBar trans={trans} recording={recording} onChange={record} />
          <UnrecordedNotice trans={trans} model={session.model} />
          <RecordingCost trans={trans} recording={recording} run={run} />
        </>
      )}
      {allocations === null || allocations.run_id === null ? (
        <NothingYet
          trans={trans}
          recording={recording}
          onRecord={() => record('next')}
        />
      ) : (
        <>
          <Section
            title={trans.__(
              'Traced after %1',
              formatPrompt(allocations.execution_count)
            )}
          />
          <Caveats trans={trans} allocations={allocations} />
          <SiteTable
            trans={trans}
            allocations={allocations}
            summary={run && tracedText(run, trans)}
            groupBy={queries.groupAllocationsBy}
            orderBy={queries.orderAllocationsBy}
            origin={() => originOf(context, allocations)}
            goTo={location => goTo(context, location)}
            onGroup={groupBy =>
              execute(CommandIDs.groupAllocations, { groupBy })
            }
            onOrder={orderBy =>
              execute(CommandIDs.groupAllocations, { orderBy })
            }
          />
        </>
      )}
    </>
  );
}

function useModel(model: MemoryModel) {
  const recording = useSignal(
    model.recording.changed,
    () => model.recording.state
  );
  const allocations = useSignal(
    model.allocations.changed,
    () => model.allocations.message
  );
  const queries = useSignal(model.queries.changed, () => model.queries.value);
  const run = useRecordedRun(model.timeline, allocations?.run_id ?? null);
  return { recording, allocations, queries, run };
}

/** What the table cannot show by itself: that it is cut, or that its changes are not of the run alone. */
function Caveats(props: {
  readonly trans: IViewContext['trans'];
  readonly allocations: Allocations;
}): React.ReactElement | null {
  const { trans, allocations } = props;
  const { truncated, note, group_by } = allocations;
  const texts: string[] = note === null ? [] : [note];
  if (truncated) {
    texts.push(
      group_by === 'call_path'
        ? trans.__(
            'There are too many call paths to keep: the smaller ones are added up at their line, without callers. Lines, files and sums are whole.'
          )
        : trans.__(
            'There are too many lines to keep: the smaller ones are added up at their file, without a line. Files and sums are whole.'
          )
    );
  }
  return texts.length > 0 ? (
    <Notice level="warning" title={texts[0]}>
      {texts.slice(1).join(' ')}
    </Notice>
  ) : null;
}

function originOf(
  { notebookName, session }: IViewContext,
  allocations: Allocations
): IOrigin {
  const { items, total, truncated } = allocations;
  return {
    notebook: notebookName(),
    executionCount: allocations.execution_count,
    extent: truncated || items.length < total ? 'cut' : 'complete',
    stale: (allocations.run_id ?? 0) < newestRunId(session.model.timeline)
  };
}

function useRecordedRun(
  timeline: Timeline,
  runId: number | null
): RunReport | null {
  return useSignal(timeline.changed, () =>
    runId === null ? null : (runOf(timeline, runId)?.report ?? null)
  );
}

/** `at most 260.1 MiB within the run`, the rest is in the table's sum; nothing when the run is not in the history. */
function tracedText(run: RunReport, trans: IViewContext['trans']): string {
  return run.recorded
    ? trans.__(
        'at most %1 within the run',
        formatBytes(run.recorded.traced_peak_bytes)
      )
    : '';
}

function NothingYet(props: {
  readonly trans: IViewContext['trans'];
  readonly recording: RecordingState | null;
  readonly onRecord: () => void;
}): React.ReactElement {
  const { trans, recording } = props;
  const off = recording?.mode === 'off';
  const soon = recording !== null && !off;
  return (
    <EmptyState
      icon={icons.recordIcon}
      title={
        soon
          ? trans.__('The next cell that runs will be recorded')
          : trans.__('No run was recorded yet')
      }
      action={
        off
          ? { label: trans.__('Record the next cell'), onClick: props.onRecord }
          : undefined
      }
    >
      {trans.__(
        'Recording says which lines allocated what is alive after a cell. Python’s tracemalloc does it; cells that allocate much run slower meanwhile, so it is off at first.'
      )}
    </EmptyState>
  );
}
