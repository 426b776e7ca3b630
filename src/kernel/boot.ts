import type { Kernel, KernelMessage } from '@jupyterlab/services';

/** The probe as scripts/bundle-probe.mjs writes it. */
export interface ProbeSource {
  /** Content digest of the rest. */
  readonly digest: string;
  readonly loader: string;
  /** Sources by their path below jupyterlab_heapscope/probe/. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where the probe is to be, and what it is to do there from the first cell on. */
export interface BootPlace {
  readonly kernel: Kernel.IKernelConnection;
  /** How many frames deep it is to record allocations; null: not at all. */
  readonly recordFrames: () => number | null;
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
 * JSON of texts, integers and records of them is a Python literal as well.
 *
 * @param recordFrames - As `BootPlace` has it, for a probe that is new in the kernel: one that is there goes on as it is.
 */
export function bootSource(
  { digest, loader, files }: ProbeSource,
  recordFrames: number | null
): string {
  const namespace = {
    __name__: '<heapscope boot>',
    digest,
    files,
    ...(recordFrames !== null && { record_frames: recordFrames })
  };
  return `__import__("builtins").exec(${JSON.stringify(loader)},${JSON.stringify(namespace)})`;
}

/** What the boot leaves: percent-encoded JSON, so that its repr is itself between quotes. */
const OUTCOME = '__import__("sys").modules["_heapscope"].__boot__';

/** One expression that boots, and says with what outcome. */
export function bootExpression(
  source: ProbeSource,
  recordFrames: number | null
): string {
  return `(${bootSource(source, recordFrames)},${OUTCOME})[1]`;
}

/** The probe could not be put in; the message is the kernel's, untrusted text. */
export class BootError extends Error {}

const MAX_TRIES = 5;

/**
 * Put the probe into the kernel; a probe of the same digest stays as it is. The request is sent before this returns.
 *
 * It goes as a user expression: ipykernel hashes code letter by letter in Python, which takes seconds for so long a
 * text while tracemalloc traces, and the cells wait. A kernel that tells nothing of user expressions gets it as code.
 *
 * @param place - The kernel, and what is asked each time the request is sent.
 * @returns The session id of the kernel process, as all its messages carry it.
 * @throws BootError when the kernel refuses; another Error when it restarts or goes before it answers.
 */
export async function boot(
  place: BootPlace,
  source: ProbeSource
): Promise<string> {
  let asCode = false;
  for (let left = MAX_TRIES; left > 0; left -= 1) {
    const recordFrames = place.recordFrames();
    const { header, content } = await send(
      place.kernel,
      asCode ? bootSource(source, recordFrames) : '',
      asCode ? OUTCOME : bootExpression(source, recordFrames)
    );
    const outcome = content.status === 'ok' ? outcomeOf(content) : content;
    if (outcome === null) {
      if (asCode) {
        return header.session; // the greeting will show whether there is a probe
      }
      asCode = true;
    } else if (outcome.status === 'ok') {
      const { error } = outcomeIn(outcome.data);
      if (error !== null) {
        throw new BootError(lastLine(error));
      }
      return header.session;
    } else if (
      outcome.status === 'error' &&
      outcome.ename !== 'KeyboardInterrupt'
    ) {
      throw new BootError(`${outcome.ename}: ${outcome.evalue}`);
    }
    // Else cut off: a cell's exception empties the queue, and the user may interrupt at any time. Both mean nothing to the boot.
  }
  throw new BootError('The kernel cut every attempt off.');
}

/** Of a traceback: what went wrong. */
function lastLine(text: string): string {
  return text.trimEnd().split('\n').pop() ?? '';
}

type Outcome =
  | { status: 'ok'; data: Record<string, string> }
  | { status: 'error'; ename: string; evalue: string };

/** What the kernel says of the expression; null where it evaluates none. */
function outcomeOf(content: KernelMessage.IExecuteReply): Outcome | null {
  return (content.user_expressions?.outcome as Outcome | undefined) ?? null;
}

function outcomeIn(data: Record<string, string>): { error: string | null } {
  return JSON.parse(decodeURIComponent(data['text/plain'].slice(1, -1)));
}

/** Resolves with the reply alone: its output may be missed while the kernel is starting. */
function send(
  kernel: Kernel.IKernelConnection,
  code: string,
  outcome: string
): Promise<KernelMessage.IExecuteReplyMsg> {
  return new Promise((resolve, reject) => {
    const future = kernel.requestExecute({
      code,
      silent: true,
      store_history: false,
      allow_stdin: false,
      stop_on_error: false,
      user_expressions: { outcome }
    });
    future.onReply = resolve;
    future.done.catch(reject);
  });
}
