import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs } from '../../commands';
import type { IViewContext } from '../../tokens';
import { lastRun } from '../object';
import { ExportMenu, icons } from '../shared';
import type { IOrigin } from '../shared';
import { useWhileVisible } from '../shared/visible';
import type { ViewWidget } from '../shared/visible';
import { toTable } from '../table';
import { collectionsOf } from './collections';
import type { CollectionList } from './collections';
import { CollectionTable } from './CollectionTable';
import { exportColumns } from './columns';
import { Generations } from './Generations';
import { LastResult } from './LastResult';
import { Status } from './Status';

export interface CollectorViewProps {
  readonly context: IViewContext;
  readonly widget: ViewWidget;
}

/** The only part of the view that knows the model. */
export function CollectorView(props: CollectorViewProps): React.ReactElement {
  const { context } = props;
  const { commands, session, trans } = context;
  const { state, progress } = useCollector(props);
  const list = useCollections(props);
  const waits = progress.phase === 'queued' || progress.phase === 'collecting';
  return (
    <div className="jp-Heapscope-collectorBody">
      <Tools
        list={list}
        trans={trans}
        origin={() => originOf(context, list)}
        disabled={waits}
        onCollect={() =>
          void commands.execute(CommandIDs.collectGarbage, {
            session: session.id
          })
        }
      />
      <LastResult progress={progress} trans={trans} />
      {state && (
        <>
          <Status state={state} trans={trans} />
          <Generations generations={state.generations} trans={trans} />
        </>
      )}
      <CollectionTable list={list} trans={trans} />
      <p className="jp-Heapscope-collectorHelp">
        {trans.__(
          'Reference counting frees most objects at once, when the last reference to them goes. The collector only finds those that keep each other alive in cycles. What it frees Python may keep for reuse, so RSS can fall by less.'
        )}
      </p>
    </div>
  );
}

function Tools(props: {
  readonly list: CollectionList;
  readonly origin: () => IOrigin;
  readonly disabled: boolean;
  readonly onCollect: () => void;
  readonly trans: TranslationBundle;
}): React.ReactElement {
  const { list, trans } = props;
  return (
    <div className="jp-Heapscope-tools">
      <button
        type="button"
        className="jp-Heapscope-button"
        title={trans.__('Run gc.collect() in the kernel')}
        disabled={props.disabled}
        onClick={props.onCollect}
      >
        <icons.collectIcon.react
          tag="span"
          className="jp-Heapscope-icon jp-mod-small"
        />
        {trans.__('Collect garbage')}
      </button>
      <span className="jp-Heapscope-grow" />
      <ExportMenu
        trans={trans}
        name="collections"
        origin={props.origin}
        table={() => toTable(exportColumns(trans), list.rows)}
        disabled={list.rows.length === 0}
      />
    </div>
  );
}

function originOf(context: IViewContext, list: CollectionList): IOrigin {
  const last = lastRun(context.session.model.timeline);
  const isCut = list.cut || list.rows.some(row => row.type === 'more');
  return {
    notebook: context.notebookName(),
    executionCount: last?.report.execution_count ?? null,
    extent: isCut ? 'cut' : 'complete',
    stale: false
  };
}

function useCollector({ context, widget }: CollectorViewProps) {
  const { collector } = context.session.model;
  const read = React.useCallback(
    () => ({ state: collector.state, progress: collector.progress }),
    [collector]
  );
  return useWhileVisible(widget, collector.changed, read);
}

/** The list changes with the entries, not with each sample of a running cell. */
function useCollections({
  context,
  widget
}: CollectorViewProps): CollectionList {
  const { timeline } = context.session.model;
  const readEntries = React.useCallback(() => timeline.entries, [timeline]);
  const readEra = React.useCallback(() => timeline.era, [timeline]);
  const entries = useWhileVisible(widget, timeline.changed, readEntries);
  const era = useWhileVisible(widget, timeline.changed, readEra);
  return React.useMemo(() => collectionsOf(entries, era), [entries, era]);
}
