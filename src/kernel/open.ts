import type { Kernel } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import { Hello, RequestError } from '../protocol';
import { Channel } from './channel';
import type { ClientIdentity } from './identity';
import { openSubshell } from './subshell';

/** Open the comms to a booted probe. */
export async function openChannel(
  kernel: Kernel.IKernelConnection,
  identity: ClientIdentity
): Promise<Channel> {
  const { parseMessage } = await import('../protocol/validate');
  await kernel.info;
  const subshellId = await openSubshell(kernel, identity.subshellId);
  identity.setSubshell(subshellId);
  const { clientId } = identity;
  return new Channel({ kernel, clientId, subshellId, parse: parseMessage });
}

const PATIENCE_S = 10;

/**
 * Ask who the probe is.
 *
 * @throws RequestError when the kernel does nothing and yet does not answer: it has no comms that a page can open.
 * A kernel at work may take its time.
 */
export async function greet(
  kernel: Kernel.IKernelConnection,
  channel: Channel,
  trans: TranslationBundle
): Promise<Hello> {
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
    return await Promise.race([
      channel.request('hello_request', {}),
      impatience
    ]);
  } finally {
    window.clearInterval(timer);
  }
}
