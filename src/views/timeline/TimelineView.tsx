import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import { CommandIDs } from '../../commands';
import type { IViewContext } from '../../tokens';
import { formatBytes } from '../format';
import { EmptyState, useSignal } from '../shared';
import type { IOrigin } from '../shared';
import { useWhileVisible } from '../shared/visible';
import type { ViewWidget } from '../shared/visible';
import { useWidth } from '../table/size';
import { FirstSteps } from './FirstSteps';
import { bandOf, layOut } from './layout';
import type { ChartScale, Layout } from './layout';
import type { LimitLine } from './paint';
import { anchorAt, stretchOf } from './range';
import type { Range } from './range';
import { RunTable } from './RunTable';
import { itemsOf } from './runs';
import type { Run, TimelineItem, TimelineState } from './runs';
import { sumOf } from './sums';
import { TimelineChart } from './TimelineChart';
import { Tools } from './Tools';

export interface TimelineViewProps {
  readonly context: IViewContext;
  readonly widget: ViewWidget;
}

const ALL: Range = { kind: 'all' };

/** The only part of the view that knows the model. */
export function TimelineView(props: TimelineViewProps): React.ReactElement {
  const { context, widget } = props;
  const { trans } = context;
  const root = React.useRef<HTMLDivElement>(null);
  const width = useWidth(root);
  const selectedKey = useSelection(context, widget);
  const history = useTimeline(props);
  const shown = useShown(history, selectedKey);
  const limits = useLimits(context);
  const actions = useActions(context);
  const { items } = shown;
  return (
    <div ref={root} className="jp-Heapscope-timelineBody">
      <Tools
        {...history}
        {...shown}
        range={shown.range.kind}
        onRange={kind => shown.onRange({ kind })}
        origin={() => originOf(context, items, history.live)}
        trans={trans}
      />
      {items.length === 0 ? (
        <Nothing context={context} />
      ) : (
        <>
          <TimelineChart
            {...shown}
            {...limits}
            selectedKey={selectedKey}
            width={width}
            trans={trans}
            onSelect={actions.select}
          />
          <RunTable
            items={items}
            sum={shown.sum}
            selectedKey={selectedKey}
            trans={trans}
            onSelect={key => actions.select(key, key !== null)}
            onClear={actions.clear}
          />
        </>
      )}
    </div>
  );
}

/** While a page comes back to a kernel at work, it is not yet known that a cell runs. */
function Nothing({ context }: Pick<TimelineViewProps, 'context'>) {
  const { session, trans } = context;
  const { kernel } = session.model;
  const phase = useSignal(kernel.changed, () => kernel.facts.phase);
  return phase === 'booting' ? (
    <EmptyState title={trans.__('Connecting to the kernel…')}>
      {trans.__('While a cell runs, that may last until the cell ends.')}
    </EmptyState>
  ) : (
    <FirstSteps trans={trans} />
  );
}

function originOf(
  { notebookName, session }: IViewContext,
  items: readonly TimelineItem[],
  live: boolean
): IOrigin {
  const last = items.filter(item => item.type === 'run').at(-1);
  return {
    notebook: notebookName(),
    executionCount: last?.executionCount ?? null,
    extent: session.model.timeline.truncated ? 'cut' : 'complete',
    stale: !live
  };
}

/** What is shown of a state, as the user chose it. */
function useShown({ state, restBytes }: Shown, selectedKey: string | null) {
  const [scale, onScale] = React.useState<ChartScale>('cells');
  const [range, onRange] = React.useState<Range>(ALL);
  const items = React.useMemo(() => itemsOf(state), [state]);
  const layout = React.useMemo(
    () => layOut(items, scale, restBytes),
    [items, scale, restBytes]
  );
  const sum = React.useMemo(
    () => sumOf(items, state.eras.length - 1, layout.tail?.bytes),
    [items, state, layout]
  );
  const run = runInFocus(layout, selectedKey);
  const runKey = run?.key ?? null;
  const stretch = React.useMemo(
    () => stretchOf(layout, range, runKey),
    [layout, range, runKey]
  );
  return {
    items,
    layout,
    sum,
    run,
    stretch,
    scale,
    onScale,
    range,
    onRange,
    onZoom: (from: number, to: number) => onRange(zoomTo(layout, from, to)),
    onReset: () => {
      onRange(ALL);
      return range.kind !== 'all';
    }
  };
}

/** The commands that the view gives. */
function useActions({ commands, session }: IViewContext) {
  return React.useMemo(
    () => ({
      select: (key: string | null, reveal: boolean) =>
        void commands.execute(CommandIDs.selectRun, {
          session: session.id,
          key,
          reveal
        }),
      clear: () =>
        void commands.execute(CommandIDs.clearHistory, { session: session.id })
    }),
    [commands, session]
  );
}

/** What there is to show. */
interface Shown {
  readonly state: TimelineState;
  /** RSS of the kernel; null while a cell runs, and where there is none. */
  readonly restBytes: number | null;
}

/** The timeline as it is, or, while Live is off, as it was then. */
function useTimeline({ context, widget }: TimelineViewProps): Shown & {
  readonly live: boolean;
  readonly onLive: (live: boolean) => void;
} {
  const { kernel, timeline } = context.session.model;
  const read = React.useCallback(
    (): TimelineState => ({
      entries: timeline.entries,
      running: timeline.running,
      eras: [...timeline.eras]
    }),
    [timeline]
  );
  const readRest = React.useCallback(
    () =>
      kernel.facts.phase === 'ready' && !kernel.facts.busy
        ? (kernel.memory?.rss_bytes ?? null)
        : null,
    [kernel]
  );
  const state = useWhileVisible(widget, timeline.changed, read);
  const restBytes = useWhileVisible(widget, kernel.changed, readRest);
  const current = { state, restBytes };
  const [frozen, setFrozen] = React.useState<Shown | null>(null);
  return {
    ...(frozen ?? current),
    live: frozen === null,
    onLive: live => setFrozen(live ? null : current)
  };
}

function useSelection(
  context: IViewContext,
  widget: ViewWidget
): string | null {
  const { selection } = context.session.model;
  const read = React.useCallback(() => selection.key, [selection]);
  return useWhileVisible(widget, selection.changed, read);
}

/** The selected run, else the newest one that has a number: another one's kernel died in it. */
function runInFocus(layout: Layout, selectedKey: string | null): Run | null {
  const { bands } = layout;
  const band =
    bandOf(layout, selectedKey) ??
    bands.filter(({ run }) => run.executionCount !== null).at(-1);
  return (band ?? bands.at(-1))?.run ?? null;
}

function zoomTo(layout: Layout, from: number, to: number): Range {
  const start = anchorAt(layout, from);
  const end = anchorAt(layout, to);
  return start && end ? { kind: 'zoom', from: start, to: end } : ALL;
}

function useLimits({ session, settings, trans }: IViewContext): {
  readonly limitBytes: number | null;
  readonly limits: readonly LimitLine[];
} {
  const { kernel } = session.model;
  const limitBytes = useSignal(
    kernel.changed,
    () => kernel.memory?.limit_bytes ?? null
  );
  const source = useSignal(
    kernel.changed,
    () => kernel.memory?.limit_source ?? null
  );
  const warnPercent = useSignal(
    settings.changed,
    () => settings.value.warnPercent
  );
  const limits = React.useMemo(() => {
    if (limitBytes === null) {
      return [];
    }
    const warnBytes = (limitBytes * warnPercent) / 100;
    return [
      {
        kind: 'warning' as const,
        bytes: warnBytes,
        label: trans.__('warn %1', formatBytes(Math.round(warnBytes)))
      },
      {
        kind: 'limit' as const,
        bytes: limitBytes,
        label: `${limitName(source, trans)} ${formatBytes(limitBytes)}`
      }
    ];
  }, [limitBytes, source, warnPercent, trans]);
  return { limitBytes, limits };
}

function limitName(
  source: 'container' | 'environment' | 'machine' | null,
  trans: TranslationBundle
): string {
  switch (source) {
    case 'container':
      return trans.__('container limit');
    case 'machine':
      return trans.__('memory of the machine');
    default:
      return trans.__('limit');
  }
}
