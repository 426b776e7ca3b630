import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Hello, RequestError } from '../protocol';
import { Channel } from './channel';
import type { ClientIdentity } from './identity';
import { closeSubshell, openSubshell } from './subshell';

/** Open the comms to a booted probe, where it can answer beside a running cell. */
export async function openChannel(
  kernel: Kernel.IKernelConnection,
  identity: ClientIdentity
): Promise<Channel> {
  await kernel.info;
  const known = identity.subshellOf(kernel.id);
  const subshellId = await openSubshell(kernel, known);
  identity.setSubshell(kernel.id, subshellId);
  return openChannelOn(kernel, identity, subshellId);
}

/** Open the comms to a booted probe on a certain subshell. */
export async function openChannelOn(
  kernel: Kernel.IKernelConnection,
  { clientId }: ClientIdentity,
  subshellId: string | null
): Promise<Channel> {
  const { parseMessage } = await import('../protocol/validate');
  return new Channel({ kernel, clientId, subshellId, parse: parseMessage });
}

const PATIENCE_S = 10;

/**
 * Ask who the probe is.
 *
 * @returns Null when the kernel closed the channel: it has no probe.
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
  const answer = channel.request('hello_request', {}).catch(closedToNull);
  try {
    return await Promise.race([answer, impatience]);
  } finally {
    window.clearInterval(timer);
  }
}

function closedToNull(error: RequestError): null {
  if (error.code !== 'closed') {
    throw error;
  }
  return null;
}

/**
 * Take the probe out of the kernel.
 *
 * @param channel - The open one, or null: then another is opened, when the probe is booted.
 * @param booted - A boot that is under way, or null.
 */
export async function closeProbe(
  {
    kernel,
    identity,
    channel
  }: {
    kernel: Kernel.IKernelConnection;
    identity: ClientIdentity;
    channel: Channel | null;
  },
  booted: Promise<unknown> | null
): Promise<void> {
  await booted;
  const last = channel ?? (await openChannel(kernel, identity));
  await last.request('close_request', {});
  last.abandon();
  if (last.subshellId !== null) {
    await closeSubshell(kernel, last.subshellId);
  }
}
