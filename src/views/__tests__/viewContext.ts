import { nullTranslator } from '@jupyterlab/translation';
import { act } from '@testing-library/react';
import { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { Widget } from '@lumino/widgets';

import { CommandIDs } from '../../commands';
import { FakeSession } from '../../kernel/testing';
import type { MemoryModel } from '../../model/memory';
import { SettingsModel } from '../../model/settings';
import type { IViewContext } from '../../tokens';

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
  const commands = new CommandRegistry();
  const session = new FakeSession('notebook-1');
  session.model.kernel.update({ phase: 'ready' });
  const bench: ViewBench = {
    model: session.model,
    executed: [],
    onExecute: () => undefined,
    context: {
      session,
      settings: new SettingsModel(),
      commands,
      trans: nullTranslator.load('jupyterlab-heapscope'),
      notebookName: () => 'tour.ipynb'
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

/** Wait for the next animation frame, in which visible views read the model. */
export const frame = (): Promise<void> =>
  act(
    () => new Promise<void>(resolve => requestAnimationFrame(() => resolve()))
  );

/** Put a view into the page, and wait until it shows the model. Dispose of it in the end. */
export async function showView<T extends Widget>(view: T): Promise<T> {
  await act(async () => Widget.attach(view, document.body));
  await frame();
  return view;
}
