import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable, IObservableDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

import type { MemoryModel } from './model/memory';
import type { SettingsModel } from './model/settings';
import type {
  PushMessage,
  Reply,
  RequestArguments,
  RequestKind
} from './protocol';

/** The way to one booted probe. Rejects every open request when it is disposed or the kernel goes. */
export interface IChannel extends IObservableDisposable {
  /** True when requests are answered while a cell runs (subshells on both sides). */
  readonly answersWhileBusy: boolean;
  /** What the probe pushed, already validated. */
  readonly pushed: ISignal<IChannel, PushMessage>;
  /**
   * Ask the probe.
   *
   * @throws RequestError when the probe answers `error`, or the channel closed first.
   */
  request<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K>>;
}

/** What a visible view wants to be kept fresh; the session pulls it after each run, the stack also during one. */
export type Need =
  | 'stack'
  | 'variables'
  | 'census'
  | 'sizes'
  | 'allocations'
  | 'collector'
  | 'memory';

/** One notebook and the probe in its kernel. Lives as long as the notebook is open, over kernel restarts. */
export interface IMemorySession extends IObservableDisposable {
  /** The same for the life of the notebook panel. */
  readonly id: string;
  /** Everything known; the only place that views read from. */
  readonly model: MemoryModel;
  /** Whether Heapscope is on for this notebook. While it is off, no probe is in its kernel and the phase is `off`. */
  readonly isEnabled: boolean;
  readonly enabledChanged: ISignal<IMemorySession, boolean>;
  setEnabled(enabled: boolean): void;
  /** Ask the probe; the reply also goes into the model. Rejects when there is no probe. */
  request<K extends RequestKind>(
    kind: K,
    args: RequestArguments<K>
  ): Promise<Reply<K>>;
  /** Keep a part of the model fresh until the returned handle is disposed. */
  watch(need: Need): IDisposable;
  /**
   * Drop the history, also what the probe keeps of it for a reload of the page.
   *
   * @returns What takes that back.
   */
  clearHistory(): () => void;
  /** Pull everything that is watched, now. */
  refresh(): void;
}

/** What a view gets when it is made. */
export interface IViewContext {
  readonly session: IMemorySession;
  readonly settings: SettingsModel;
  readonly commands: CommandRegistry;
  readonly trans: TranslationBundle;
  /** The name of the notebook's file, as it is now. */
  readonly notebookName: () => string;
}

/** A tab of the memory panel. */
export interface IViewDescriptor {
  /** Unique; in kebab case. */
  readonly id: string;
  /** Translated title of the tab. */
  readonly label: string;
  /** Tabs are sorted by rank; those of Heapscope are below 100. */
  readonly rank: number;
  /** What to keep fresh while the view is visible. */
  readonly needs: readonly Need[];
  /** Load the code of the view when it is first shown. */
  load(): Promise<(context: IViewContext) => Widget>;
}

/** Heapscope for other extensions: read a notebook's reports, add a view. */
export interface IHeapscope {
  /** The sessions of all open notebooks; none while Heapscope is switched off as a whole. */
  readonly sessions: readonly IMemorySession[];
  /** The session of the active notebook, or null. */
  readonly current: IMemorySession | null;
  readonly currentChanged: ISignal<IHeapscope, IMemorySession | null>;
  readonly sessionAdded: ISignal<IHeapscope, IMemorySession>;
  /** The session of a notebook panel (`NotebookPanel.id`), or null. */
  sessionOf(panelId: string): IMemorySession | null;
  /** Views in the order of their rank. */
  readonly views: readonly IViewDescriptor[];
  readonly viewsChanged: ISignal<IHeapscope, void>;
  /** Add a tab to every memory panel; dispose of the result to take it back. */
  addView(view: IViewDescriptor): IDisposable;
}

export const IHeapscope = new Token<IHeapscope>(
  'jupyterlab-heapscope:IHeapscope',
  'Memory of the kernels of open notebooks: reports, requests to the probe, and views of the memory panel.'
);
