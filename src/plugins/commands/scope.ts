import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import type { RequestArguments, RequestKind } from '../../protocol';
import type { IHeapscope, IMemorySession } from '../../tokens';
import { Arguments, textOf } from './arguments';

/** What all commands stand on: which session they are for, and where a failure is told. */
export class CommandScope {
  constructor(
    readonly commands: CommandRegistry,
    readonly heapscope: IHeapscope,
    readonly trans: TranslationBundle
  ) {}

  /** The session that is named, else that of the active notebook; null without one. */
  sessionOf(args: Arguments): IMemorySession | null {
    const id = textOf(args, 'session');
    return id === null
      ? this.heapscope.current
      : (this.heapscope.sessions.find(session => session.id === id) ?? null);
  }

  /** True when the probe of the command's session answers. */
  isReady(args: Arguments): boolean {
    return this.sessionOf(args)?.model.kernel.facts.phase === 'ready';
  }

  /** Act on the command's session; nothing happens without one. */
  async with(
    args: Arguments,
    act: (session: IMemorySession) => unknown
  ): Promise<void> {
    const session = this.sessionOf(args);
    if (session) {
      await act(session);
    }
  }

  /** Ask the probe; what goes wrong is told in the panel. */
  async request<K extends RequestKind>(
    session: IMemorySession,
    kind: K,
    args: RequestArguments<K>
  ): Promise<void> {
    try {
      await session.request(kind, args);
    } catch (reason) {
      session.model.notices.show({
        id: `request:${kind}`,
        level: 'error',
        text: messageOf(reason),
        detail: null
      });
    }
  }
}

export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
