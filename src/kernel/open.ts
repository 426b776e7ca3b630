import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import { UUID } from '@lumino/coreutils';

import { Hello, RequestError } from '../protocol';
import { loadProbe } from './boot';
import { Channel } from './channel';
import type { ClientIdentity } from './identity';
import { closeSubshell, openSubshell } from './subshell';
import type { ProbeUsers } from './users';

/** A kernel, and what of this page uses the probe in it. */
export interface ProbePlace {
  readonly kernel: Kernel.IKernelConnection;
  readonly identity: ClientIdentity;
  readonly users: ProbeUsers;
}

/** Open the comms to a booted probe, where it can answer beside a running cell. */
export async function openChannel(
  kernel: Kernel.IKernelConnection,
  identity: ClientIdentity | null
): Promise<Channel> {
  await kernel.info;
  const known = identity?.subshellOf(kernel.id) ?? null;
  const subshellId = await openSubshell(kernel, known);
  return openChannelOn(kernel, identity, subshellId);
}

/**
 * Open the comms to a booted probe on a certain subshell.
 *
 * @param identity - Null for one of a single use: it takes no other's place.
 */
export async function openChannelOn(
  kernel: Kernel.IKernelConnection,
  identity: ClientIdentity | null,
  subshellId: string | null
): Promise<Channel> {
  const { parseMessage } = await import('../protocol/validate');
  const clientId = identity?.clientId ?? UUID.uuid4();
  return new Channel({ kernel, clientId, subshellId, parse: parseMessage });
}

const PATIENCE_S = 10;
const RETRY_MS = 1000;

/**
 * Ask who the probe is.
 *
 * @returns Null when the kernel closed the channel: it has no probe; or when that is of another version.
 * @throws RequestError when the kernel does nothing and yet does not answer: it has no comms that a page can open.
 * A kernel at work may take its time.
 */
export async function greet(
  kernel: Kernel.IKernelConnection,
  channel: Channel,
  trans: TranslationBundle
): Promise<Hello | null> {
  let idleSeconds = 0;
  let timer = 0;
  const impatience = new Promise<never>((_, reject) => {
    timer = window.setInterval(() => {
      idleSeconds = kernel.status === 'idle' ? idleSeconds + 1 : 0;
      if (idleSeconds === PATIENCE_S) {
        const text = trans.__(
          'The kernel took the probe, but does not answer it. It may not support comms.'
        );
        reject(new RequestError('failed', text));
      }
    }, 1000);
  });
  try {
    const hello = await Promise.race([ask(channel), impatience]);
    return hello?.digest === (await loadProbe()).digest ? hello : null;
  } finally {
    window.clearInterval(timer);
  }
}

/**
 * Attempt something until something else has happened.
 *
 * @param attempt - Gets whether it is still wanted.
 * @returns What the attempt did; false when it failed or came too late.
 */
export async function unlessBefore(
  attempt: (isWanted: () => boolean) => Promise<boolean>,
  other: Promise<unknown>
): Promise<boolean> {
  const no = () => false;
  let isOver = false;
  const tried = attempt(() => !isOver).catch(no);
  const isDone = await Promise.race([tried, other.then(no, no)]);
  isOver = true;
  return isDone;
}

/** Until there is an answer: the probe may be at work for another page. */
async function ask(channel: Channel): Promise<Hello | null> {
  for (;;) {
    try {
      return await channel.request('hello_request', {});
    } catch (error) {
      const { code } = error as RequestError;
      if (code === 'closed') {
        return null;
      }
      if (code !== 'cancelled') {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, RETRY_MS));
    }
  }
}

/**
 * Take the probe out of the kernel, unless a notebook of this page begins to use it meanwhile. Where the kernel goes first,
 * nothing is left to take out.
 *
 * @param channel - The open one, or null: then another is opened, when the probe is booted.
 * @param booted - A boot that is under way, or null.
 */
export async function closeProbe(
  { kernel, users }: ProbePlace,
  channel: Channel | null,
  booted: Promise<unknown> | null
): Promise<void> {
  try {
    await booted;
    const last = channel ?? (await openChannel(kernel, null));
    if (users.count(kernel.id) > 0) {
      last.dispose();
      return;
    }
    await last.request('close_request', {});
    last.abandon();
    if (last.subshellId !== null) {
      await closeSubshell(kernel, last.subshellId);
    }
  } catch {
    // It is gone.
  }
}
