import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Signal } from '@lumino/signaling';

import { CommandIDs } from '../../commands';
import { MemoryModel } from '../../model/memory';
import { SettingsModel } from '../../model/settings';
import type { IMemorySession, IViewContext } from '../../tokens';

/** A command that a view asked for. */
export interface Executed {
  readonly id: string;
  readonly args: ReadonlyPartialJSONObject;
}

/** What a view gets, with a real model, and with commands that are only written down. */
export interface ViewBench {
  readonly context: IViewContext;
  readonly model: MemoryModel;
  readonly executed: Executed[];
  /** What the commands do besides; by default nothing. */
  onExecute: (command: Executed) => unknown;
}

/** Make the surroundings of a view. */
export function viewBench(): ViewBench {
  const model = new MemoryModel();
  const commands = new CommandRegistry();
  const session: IMemorySession = {
    id: 'notebook-1',
    model,
    request: () => Promise.reject(new Error('views do not ask the probe')),
    watch: () => ({ isDisposed: false, dispose: () => undefined }),
    refresh: () => undefined,
    isDisposed: false,
    dispose: () => undefined,
    disposed: new Signal<IMemorySession, void>({} as IMemorySession)
  };
  const bench: ViewBench = {
    model,
    executed: [],
    onExecute: () => undefined,
    context: {
      session,
      settings: new SettingsModel(),
      commands,
      trans: nullTranslator.load('jupyterlab-heapscope')
    }
  };
  Object.values(CommandIDs).forEach(id =>
    commands.addCommand(id, {
      describedBy: { args: { type: 'object' } },
      execute: args => {
        const command = { id, args };
        bench.executed.push(command);
        return bench.onExecute(command);
      }
    })
  );
  return bench;
}
