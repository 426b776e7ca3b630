import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import React from 'react';

import { CommandIDs } from '../../commands';
import type { KernelFacts } from '../../model/kernel';
import type { IMemorySession, IViewContext } from '../../tokens';
import { levelOf } from '../level';
import { memoryIcon } from '../shared/icons';
import { IconButton } from '../shared/IconButton';
import { useSignal } from '../shared/useSignal';
import { CollectButton } from './CollectButton';
import { MemoryChip } from './MemoryChip';
import { RecordButton } from './RecordButton';
import { recentRss } from './sparkline';

/** The session of the notebook that a toolbar belongs to. */
export interface ISessionSource extends IDisposable {
  readonly session: IMemorySession | null;
  readonly changed: ISignal<unknown, void>;
}

/** What an item of the toolbar gets. */
export type ToolbarContext = Omit<IViewContext, 'session' | 'notebookName'> & {
  /** `Ctrl Alt G` of a command; empty without a shortcut. */
  readonly shortcutOf: (command: string) => string;
};

/** Below these widths of the toolbar the items take less room, px. */
const NARROW = 900;
const NARROWER = 640;

/** What JupyterLab folds items into that have no room, and the button that opens it. */
const OVERFLOW = 'jp-Toolbar-responsive-popup';
const OPENER = '.jp-Toolbar-responsive-opener';

/** An item in the toolbar of a notebook, empty while the notebook has no session. */
export class ToolbarItem extends ReactWidget {
  /**
   * @param _source - Becomes the item's own: it is disposed with it.
   */
  constructor(
    private readonly _source: ISessionSource,
    private readonly _context: ToolbarContext,
    private readonly _item: (context: ItemContext) => JSX.Element | null
  ) {
    super();
    _source.changed.connect(this._mark, this);
    this._mark();
  }

  dispose(): void {
    if (!this.isDisposed) {
      this._resizes.disconnect();
      this._source.dispose();
      super.dispose();
    }
  }

  protected onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    if (this.parent) {
      this._resizes.observe(this.parent.node);
      if (!this.parent.hasClass(OVERFLOW)) {
        this._toolbar = this.parent.node;
      }
    }
  }

  protected onBeforeDetach(msg: Message): void {
    this._resizes.disconnect();
    super.onBeforeDetach(msg);
  }

  protected render(): JSX.Element {
    return (
      <OfSession
        source={this._source}
        context={this._context}
        item={this._item}
        opener={() => this._toolbar?.querySelector(OPENER) ?? null}
      />
    );
  }

  /** An empty item is not to be told from no item. */
  private _mark(): void {
    const isFilled = this._source.session !== null;
    this.toggleClass('jp-Heapscope-toolbarItem', isFilled);
  }

  private _toolbar: HTMLElement | null = null;
  private readonly _resizes = new ResizeObserver(([{ contentRect }]) => {
    const { width } = contentRect;
    this.toggleClass('jp-mod-narrow', width < NARROW);
    this.toggleClass('jp-mod-narrower', width < NARROWER);
  });
}

/** What an item gets once there is a session. */
export type ItemContext = ToolbarContext &
  Pick<IViewContext, 'session'> & {
    /** The toolbar's button for what it has no room for. */
    readonly opener: () => Element | null;
  };

function OfSession(props: {
  readonly source: ISessionSource;
  readonly context: ToolbarContext;
  readonly item: (context: ItemContext) => JSX.Element | null;
  readonly opener: ItemContext['opener'];
}): JSX.Element | null {
  const { source, opener } = props;
  const session = useSignal(source.changed, () => source.session);
  const Item = props.item;
  return (
    session && (
      <Item
        key={session.id}
        {...props.context}
        session={session}
        opener={opener}
      />
    )
  );
}

/** RSS, with its way there and its limit. */
export function ChipItem(context: ItemContext): JSX.Element | null {
  const { commands, session, settings, trans } = context;
  const { kernel, timeline } = session.model;
  const memory = useSignal(kernel.changed, () => kernel.memory);
  const facts = useSignal(kernel.changed, () => kernel.facts);
  const peak = useSignal(kernel.changed, () => kernel.peak);
  const values = useSignal(settings.changed, () => settings.value);
  if (!memory || facts.phase !== 'ready' || !values.showChip) {
    return null;
  }
  return (
    <MemoryChip
      trans={trans}
      memory={memory}
      level={levelOf(memory, values)}
      peakBytes={peak?.bytes ?? null}
      readAtMs={kernel.readAtMs}
      recent={recentRss(timeline)}
      onClick={() => {
        void commands.execute(CommandIDs.showView, {
          session: session.id,
          view: 'timeline'
        });
      }}
    />
  );
}

/** Collects garbage. */
export function CollectItem(context: ItemContext): JSX.Element {
  const { commands, session, trans } = context;
  const { collector, kernel } = session.model;
  const facts = useSignal(kernel.changed, () => kernel.facts);
  const progress = useSignal(collector.changed, () => collector.progress);
  return (
    <CollectButton
      trans={trans}
      progress={progress}
      shortcut={context.shortcutOf(CommandIDs.collectGarbage)}
      disabledBecause={whyNot(context, facts)}
      standIn={context.opener}
      onClick={() => {
        void commands.execute(CommandIDs.collectGarbage, {
          session: session.id
        });
      }}
    />
  );
}

/** Switches recording. */
export function RecordItem(context: ItemContext): JSX.Element {
  const { commands, session, trans } = context;
  const { kernel, recording } = session.model;
  const facts = useSignal(kernel.changed, () => kernel.facts);
  const state = useSignal(recording.changed, () => recording.state);
  return (
    <RecordButton
      trans={trans}
      recording={state}
      shortcut={context.shortcutOf(CommandIDs.setRecording)}
      disabledBecause={whyNot(context, facts)}
      onClick={() => {
        void commands.execute(CommandIDs.setRecording, { session: session.id });
      }}
    />
  );
}

/** Shows and hides the panel. */
export function createPanelItem(panels: {
  readonly isShown: boolean;
  readonly shownChanged: ISignal<unknown, void>;
}): (context: ItemContext) => JSX.Element {
  return function PanelItem(context: ItemContext): JSX.Element {
    const shown = useSignal(panels.shownChanged, () => panels.isShown);
    return (
      <IconButton
        icon={memoryIcon}
        label={context.trans.__('Memory panel')}
        shortcut={context.shortcutOf(CommandIDs.togglePanel)}
        pressed={shown}
        onClick={() => {
          void context.commands.execute(CommandIDs.togglePanel);
        }}
      />
    );
  };
}

/** Why the probe cannot be asked now; null when it can. */
function whyNot({ trans }: ItemContext, facts: KernelFacts): string | null {
  switch (facts.phase) {
    case 'ready':
      return null;
    case 'none':
      return trans.__('There is no kernel.');
    case 'unsupported':
      return trans.__('Heapscope looks inside Python kernels only.');
    case 'off':
      return trans.__('Heapscope is off for this notebook.');
    case 'starting':
    case 'booting':
      return trans.__('The kernel is not ready yet.');
    default:
      return trans.__('The kernel does not answer.');
  }
}
