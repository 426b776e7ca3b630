import React from 'react';

import { CommandIDs } from '../../commands';
import type { IMemorySession, IViewContext } from '../../tokens';
import { levelOf } from '../level';
import { EmptyState } from '../shared/EmptyState';
import {
  collectIcon,
  kernelIcon,
  memoryIcon,
  recordIcon
} from '../shared/icons';
import { IconButton } from '../shared/IconButton';
import { useSignal } from '../shared/useSignal';
import { Header } from './Header';
import { Notices } from './Notices';
import type { IPanelOwner } from './owner';
import {
  Content,
  contentOf,
  describeState,
  headerStats,
  isFresh,
  kernelName,
  lastChange,
  unreadText
} from './state';
import { ITab, Tabs } from './Tabs';
import { TitleBar } from './TitleBar';
import { useElapsed } from './useElapsed';

export interface IPanelHeadProps {
  readonly context: IViewContext;
  readonly owner: IPanelOwner;
  readonly tabs: readonly ITab[];
  /** Id of the chosen view; null where there is none. */
  readonly selected: string | null;
  /** Id of the element that shows the view. */
  readonly controls: string;
  readonly onSelect: (id: string) => void;
  readonly onMore: (button: DOMRect) => void;
}

/** All of the panel that is above its view; the only part that knows the model. */
export function PanelHead(props: IPanelHeadProps): JSX.Element {
  const { context, owner } = props;
  const { session, trans } = context;
  const { model } = session;
  const facts = useSignal(model.kernel.changed, () => model.kernel.facts);
  const running = useSignal(
    model.timeline.changed,
    () => model.timeline.running
  );
  const notices = useSignal(model.notices.changed, () => model.notices.items);
  const notebook = useSignal(owner.renamed, () => owner.name);
  const content = useContent(session);
  const elapsed = useElapsed(running);
  return (
    <>
      <TitleBar
        trans={trans}
        notebook={notebook}
        kernel={facts.phase === 'none' ? '' : kernelName(model.kernel)}
        kernelTitle={facts.displayName}
        {...describeState(trans, facts, running, elapsed)}
        onMore={props.onMore}
      />
      {content === 'views' && <HeaderOf {...context} />}
      <Notices
        trans={trans}
        facts={facts}
        running={running}
        items={content === 'off' ? [] : notices}
        hasViews={content === 'views'}
        onSelectKernel={() => owner.selectKernel()}
        onDismiss={id => {
          void context.commands.execute(CommandIDs.dismissNotice, {
            session: session.id,
            id
          });
        }}
        onRetry={() => {
          void context.commands.execute(CommandIDs.refresh, {
            session: session.id
          });
        }}
      />
      <Body {...props} notebook={notebook} content={content} />
    </>
  );
}

/** What the panel shows under its header, kept up to date. */
function useContent(session: IMemorySession): Content {
  const { kernel, timeline } = session.model;
  const read = () => contentOf(kernel.facts, timeline);
  useSignal(timeline.changed, read);
  return useSignal(kernel.changed, read);
}

/** The header with what the model says; none while nothing is known. */
function HeaderOf(context: IViewContext): JSX.Element | null {
  const { session, settings, trans } = context;
  const { model } = session;
  const memory = useSignal(model.kernel.changed, () => model.kernel.memory);
  const peak = useSignal(model.kernel.changed, () => model.kernel.peak);
  useSignal(model.timeline.changed, () => model.timeline.entries);
  const running = useSignal(
    model.timeline.changed,
    () => model.timeline.running
  );
  useSignal(model.census.changed, () => model.census.latest);
  useSignal(model.recording.changed, () => model.recording.state);
  const thresholds = useSignal(settings.changed, () => settings.value);
  const { facts } = model.kernel;
  if (facts.phase === 'none' || (!memory && !isFresh(facts))) {
    return null;
  }
  return (
    <Header
      trans={trans}
      memory={memory}
      rssMissing={model.kernel.missing('rss')}
      peakBytes={peak?.bytes ?? null}
      readAtMs={model.kernel.readAtMs}
      unread={unreadText(trans, running)}
      level={levelOf(memory, thresholds)}
      thresholds={thresholds}
      change={lastChange(trans, model.timeline)}
      stats={headerStats(trans, model)}
      stale={!isFresh(facts)}
    />
  );
}

/** The tabs, or what is said in place of the views. */
function Body(
  props: IPanelHeadProps & {
    readonly notebook: string;
    readonly content: Content;
  }
): JSX.Element | null {
  const { context, content } = props;
  const { trans } = context;
  switch (content) {
    case 'no-kernel':
      return (
        <EmptyState
          icon={kernelIcon}
          title={trans.__('No kernel')}
          action={{
            label: trans.__('Select kernel…'),
            onClick: () => props.owner.selectKernel()
          }}
        >
          {trans.__(
            'Choose a kernel for %1. The panel fills with the first cell that runs.',
            props.notebook
          )}
        </EmptyState>
      );
    case 'off':
      return (
        <EmptyState
          icon={memoryIcon}
          title={trans.__('Off for this notebook')}
          action={{
            label: trans.__('Turn on'),
            onClick: () => {
              void context.commands.execute(CommandIDs.toggleNotebook, {
                session: context.session.id
              });
            }
          }}
        >
          {trans.__('Nothing of Heapscope runs in its kernel.')}
        </EmptyState>
      );
    case 'nothing':
      return null;
    default:
      return (
        <Tabs
          label={trans.__('Views of memory')}
          tabs={props.tabs}
          selected={props.selected ?? ''}
          controls={props.controls}
          onSelect={props.onSelect}
          narrowTools={<NarrowTools {...context} />}
        />
      );
  }
}

/** What a narrow panel has beside the menu of views. */
function NarrowTools(context: IViewContext): JSX.Element {
  const { commands, session, trans } = context;
  const { recording } = session.model;
  const mode = useSignal(recording.changed, () => recording.state?.mode);
  const run = (id: string) => {
    void commands.execute(id, { session: session.id });
  };
  return (
    <>
      <IconButton
        icon={collectIcon}
        label={trans.__('Collect garbage')}
        onClick={() => run(CommandIDs.collectGarbage)}
      />
      <IconButton
        icon={recordIcon}
        label={trans.__('Record allocations')}
        pressed={mode !== undefined && mode !== 'off'}
        onClick={() => run(CommandIDs.setRecording)}
      />
    </>
  );
}
