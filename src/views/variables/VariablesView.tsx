import * as React from 'react';

import { CommandIDs } from '../../commands';
import { hasEnded } from '../../model/kernel';
import type { Census, Variables } from '../../protocol';
import type { IViewContext } from '../../tokens';
import { formatDuration } from '../format';
import { newestRunId, runOf } from '../object';
import { Notice, Split, useSignal } from '../shared';
import type { Extent } from '../shared';
import { CensusPart } from './CensusPart';
import type { Reference } from './CensusTools';
import { afterText, cutText, estimateDetails, estimateText } from './texts';
import { VariablesPart } from './VariablesPart';

/** How much longer a census that was cut may take when it is taken again. */
const LONGER = 10;
/** The longest that the probe allows, ms. */
const MAX_BUDGET_MS = 600_000;

interface ViewProps {
  readonly context: IViewContext;
}

/** The notebook's names, and all objects of the kernel by type. */
export function VariablesView({ context }: ViewProps): React.ReactElement {
  const { census } = context.session.model;
  const hasCensus = useSignal(census.changed, () => census.latest !== null);
  return (
    <Split
      trans={context.trans}
      top={<Names context={context} />}
      bottom={hasCensus ? <Objects context={context} /> : null}
    />
  );
}

function useRun(context: IViewContext): (id: string, args?: object) => void {
  const { commands, session } = context;
  return (id, args = {}) =>
    void commands.execute(id, { session: session.id, ...args });
}

function useNewestRunId({ session }: IViewContext): number {
  const { timeline } = session.model;
  return useSignal(timeline.changed, () => newestRunId(timeline));
}

function useEnded({ session }: IViewContext): boolean {
  const { kernel } = session.model;
  return useSignal(kernel.changed, () => hasEnded(kernel.facts));
}

function Names({ context }: ViewProps): React.ReactElement {
  const { queries, sizes: measured, variables } = context.session.model;
  const message = useSignal(variables.changed, () => variables.message);
  const sizes = useSignal(measured.changed, () => measured.message);
  const sizesFailure = useSignal(measured.changed, () => measured.failure);
  const { hiddenGroups, variablesFilter } = useSignal(
    queries.changed,
    () => queries.value
  );
  const newest = useNewestRunId(context);
  const ended = useEnded(context);
  const run = useRun(context);
  const stale =
    ended || [message, sizes].some(one => one && one.run_id < newest);
  return (
    <VariablesPart
      trans={context.trans}
      variables={message}
      sizes={sizes}
      sizesFailure={sizesFailure}
      filter={variablesFilter}
      hidden={hiddenGroups}
      stale={stale}
      ended={ended}
      origin={() => ({
        notebook: context.notebookName(),
        executionCount: message?.execution_count ?? null,
        extent: message && isCut(message) ? 'cut' : 'complete',
        stale
      })}
      onFilter={filter => run(CommandIDs.filterVariables, { filter })}
      onHide={groups =>
        run(CommandIDs.hideGroups, { hiddenGroups: [...groups] })
      }
    />
  );
}

function Objects({ context }: ViewProps): React.ReactElement | null {
  const { trans, settings, session } = context;
  const { census: state } = session.model;
  const latest = useSignal(state.changed, () => state.latest);
  const complete = useSignal(state.changed, () => state.complete);
  const baseline = useSignal(state.changed, () => state.baselineRunId);
  const newest = useNewestRunId(context);
  const ended = useEnded(context);
  const run = useRun(context);
  if (!latest) {
    return null;
  }
  // An older complete census says more than a newer one that was cut.
  const isWhole = latest.complete || latest.sampled !== null;
  const census = isWhole ? latest : (complete ?? latest);
  const stale = ended || census.run_id < newest;
  const longer = settings.value.censusBudgetMs * LONGER;
  return (
    <CensusPart
      trans={trans}
      census={census}
      previous={reference(context, census.previous_run_id)}
      baseline={reference(context, baseline)}
      stale={stale}
      ended={ended}
      origin={() => ({
        notebook: context.notebookName(),
        executionCount: census.execution_count,
        extent: extentOf(census),
        stale
      })}
      onSetBaseline={() => run(CommandIDs.setBaseline)}
      onClearBaseline={() => run(CommandIDs.clearBaseline)}
      notice={
        <CutNotice
          latest={latest}
          shown={census}
          budgetMs={Math.min(MAX_BUDGET_MS, longer)}
          trans={trans}
          onAgain={budgetMs => run(CommandIDs.refresh, { budgetMs })}
        />
      }
    />
  );
}

function isCut({ items, fitting, truncated }: Variables): boolean {
  return truncated || items.length < fitting;
}

function extentOf(census: Census): Extent {
  if (census.sampled) {
    return 'estimated';
  }
  return census.complete ? 'complete' : 'cut';
}

function reference(
  { session, trans }: IViewContext,
  runId: number | null
): Reference | null {
  if (runId === null) {
    return null;
  }
  const run = runOf(session.model.timeline, runId)?.report;
  const execution_count = run?.execution_count ?? null;
  return {
    runId,
    moment: afterText({ run_id: runId, execution_count }, trans)
  };
}

/** A census that was cut or estimated says so, and can be taken again with more time. */
function CutNotice(props: {
  readonly latest: Census;
  readonly shown: Census;
  readonly budgetMs: number;
  readonly trans: IViewContext['trans'];
  readonly onAgain: (budgetMs: number) => void;
}): React.ReactElement | null {
  const { latest, budgetMs, trans } = props;
  if (latest.complete) {
    return null;
  }
  return (
    <Notice
      level={latest.sampled ? 'info' : 'warning'}
      title={
        latest.sampled
          ? trans.__('These figures are estimated.')
          : trans.__('The census was cut.')
      }
      detail={
        latest.sampled && {
          label: trans.__('How'),
          text: estimateDetails(latest, latest.sampled, trans)
        }
      }
    >
      {latest.sampled
        ? estimateText(latest.sampled, trans)
        : cutText(latest, props.shown, trans)}{' '}
      <button
        type="button"
        className="jp-Heapscope-link"
        onClick={() => props.onAgain(budgetMs)}
      >
        {trans.__('Count for up to %1', formatDuration(budgetMs))}
      </button>
    </Notice>
  );
}
