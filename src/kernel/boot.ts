import type { Kernel, KernelMessage } from '@jupyterlab/services';

/** The probe as scripts/bundle-probe.mjs writes it. */
export interface ProbeSource {
  /** Content digest of the rest. */
  readonly digest: string;
  readonly loader: string;
  /** Sources by their path below jupyterlab_heapscope/probe/. */
  readonly files: Readonly<Record<string, string>>;
}

let loading: Promise<ProbeSource> | null = null;
let loaded: ProbeSource | null = null;

/** Load the probe's source, a chunk of its own; begun early, so that it is there before the kernel is. */
export function loadProbe(): Promise<ProbeSource> {
  loading ??= import('./probe.generated').then(
    source => (loaded = source),
    (reason: unknown) => {
      loading = null;
      throw reason;
    }
  );
  return loading;
}

/** The probe's source, or null while it is not loaded. */
export function loadedProbe(): ProbeSource | null {
  return loaded;
}

/**
 * The one expression that the kernel runs, the same as jupyterlab_heapscope/boot.py makes.
 * JSON of texts and of records of texts is a Python literal as well.
 */
export function bootSource({ digest, loader, files }: ProbeSource): string {
  const namespace = { __name__: '<heapscope boot>', digest, files };
  return `__import__("builtins").exec(${JSON.stringify(loader)},${JSON.stringify(namespace)})`;
}

/** Read after the boot: percent-encoded JSON, so that its repr is itself between quotes. */
const OUTCOME = '__import__("sys").modules["_heapscope"].__boot__';

/** The probe could not be put in; the message is the kernel's, untrusted text. */
export class BootError extends Error {}

const MAX_TRIES = 5;

/**
 * Put the probe into the kernel; a probe of the same digest stays as it is. The request is sent before this returns.
 *
 * @returns The session id of the kernel process, as all its messages carry it.
 * @throws BootError when the kernel refuses; another Error when it restarts or goes before it answers.
 */
export async function boot(
  kernel: Kernel.IKernelConnection,
  source: ProbeSource
): Promise<string> {
  for (let left = MAX_TRIES; left > 0; left -= 1) {
    const reply = await send(kernel, bootSource(source));
    if (reply.content.status === 'ok') {
      const { error } = outcomeOf(reply.content);
      if (error !== null) {
        throw new BootError(lastLine(error));
      }
      return reply.header.session;
    }
    // Cut off: a cell's exception empties the queue, and the user may interrupt at any time. Both mean nothing to the boot.
    const { content } = reply;
    if (content.status === 'error' && content.ename !== 'KeyboardInterrupt') {
      throw new BootError(`${content.ename}: ${content.evalue}`);
    }
  }
  throw new BootError('The kernel cut every attempt off.');
}

/** Of a traceback: what went wrong. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').pop() ?? '';
}

/** A kernel without user expressions tells nothing here; then the greeting shows whether there is a probe. */
function outcomeOf(content: KernelMessage.IExecuteReply): {
  error: string | null;
} {
  const expression = content.user_expressions?.outcome as
    { data?: Record<string, string> } | undefined;
  const text = expression?.data?.['text/plain']?.slice(1, -1);
  return text === undefined
    ? { error: null }
    : JSON.parse(decodeURIComponent(text));
}

/** Resolves with the reply alone: its output may be missed while the kernel is starting. */
function send(
  kernel: Kernel.IKernelConnection,
  code: string
): Promise<KernelMessage.IExecuteReplyMsg> {
  return new Promise((resolve, reject) => {
    const future = kernel.requestExecute({
      code,
      silent: true,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
      user_expressions: { outcome: OUTCOME }
    });
    future.onReply = resolve;
    future.done.catch(reject);
  });
}
