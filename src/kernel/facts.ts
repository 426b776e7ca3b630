import type { ISessionContext } from '@jupyterlab/apputils';

import type { KernelFacts, KernelPhase } from '../model/kernel';
import type { Attachment } from './attachment';

/** What decides on the facts. */
export interface Situation {
  readonly context: ISessionContext;
  readonly attachment: Attachment | null;
  readonly hasKernel: boolean;
  readonly isEnabled: boolean;
  readonly isDead: boolean;
  /** The socket to the kernel is open. */
  readonly isConnected: boolean;
}

/** What JupyterLab shows while a kernel is chosen but not there yet. */
const COMING = ['initializing', 'starting', 'connecting'];

/** The language of a kernel by its kernelspec; empty while unknown. */
export function languageOf(
  context: ISessionContext,
  kernelName: string | undefined
): string {
  const specs = context.specsManager.specs?.kernelspecs;
  return specs?.[kernelName ?? '']?.language ?? '';
}

/** What a user may know of the kernel from outside. */
export function gatherFacts(situation: Situation): KernelFacts {
  const { context, attachment } = situation;
  return {
    phase: phaseOf(situation),
    displayName: context.kernelDisplayName,
    language:
      attachment?.language ??
      languageOf(context, context.session?.kernel?.name),
    busy: attachment?.watch.isBusy ?? false,
    answersWhileBusy: attachment?.answersWhileBusy ?? false,
    problem: attachment?.state === 'failed' ? attachment.problem : null
  };
}

export function areEqual(one: KernelFacts, other: KernelFacts): boolean {
  const names = Object.keys(one) as (keyof KernelFacts)[];
  return names.every(name => one[name] === other[name]);
}

function phaseOf(situation: Situation): KernelPhase {
  if (!situation.isEnabled) {
    return 'off';
  }
  if (situation.isDead) {
    return 'dead';
  }
  if (!situation.hasKernel) {
    const isComing = COMING.includes(situation.context.kernelDisplayStatus);
    return isComing ? 'starting' : 'none';
  }
  switch (situation.attachment?.state) {
    case 'open':
      return 'ready';
    case 'lost':
      return 'disconnected';
    case 'unsupported':
    case 'failed':
      return situation.attachment.state;
    case 'booting':
      return situation.isConnected ? 'booting' : 'starting';
    default:
      return 'starting';
  }
}
