import { readFileSync } from 'node:fs';

import type { OpenNotebook } from './notebook';

/**
 * What the kernel says by itself, asked over a second connection by silent runs: they fire no hook, show in no
 * history and touch no name of the notebook.
 */
export class KernelTruth {
  constructor(private readonly _notebook: OpenNotebook) {}

  /** The value of a Python expression in the user's namespace, as JSON carries it. */
  async value<T>(expression: string): Promise<T> {
    const panel = await this._notebook.panel();
    const values = await panel.evaluate(async ({ sessionContext }, text) => {
      const { model } = sessionContext.session!.kernel!;
      const { kernels } = window.jupyterapp.serviceManager;
      const connection = kernels.connectTo({ model, handleComms: false });
      const it = `__import__('IPython').display.JSON([${text}])`;
      const request = { code: '', silent: true, user_expressions: { it } };
      const { content } = await connection.requestExecute(request).done;
      connection.dispose();
      const answer =
        content.status === 'ok' ? content.user_expressions.it : content;
      const shown = (answer as { data?: Record<string, unknown> }).data;
      if (!shown) {
        throw new Error(`${text}: ${JSON.stringify(answer)}`);
      }
      return shown['application/json'] as unknown[];
    }, expression);
    return values[0] as T;
  }

  /** Process id of the kernel. */
  pid(): Promise<number> {
    return this.value<number>("__import__('os').getpid()");
  }

  /** How often a function stands in the last traceback, and how deep this kernel lets calls go. */
  async recursion(name: string): Promise<{ depth: number; limit: number }> {
    const frames =
      "__import__('traceback').walk_tb(__import__('sys').last_traceback)";
    const depth = `sum(f.f_code.co_name == '${name}' for f, _ in ${frames})`;
    const limit = "__import__('sys').getrecursionlimit()";
    return this.value(`{'depth': ${depth}, 'limit': ${limit}}`);
  }

  /** RSS in bytes, read from /proc by this process: it works while a cell runs too. */
  rssBytes(pid: number): number {
    return processFigure(pid, 'VmRSS');
  }

  /** The highest RSS since it was last reset, in bytes. */
  peakRssBytes(pid: number): number {
    return processFigure(pid, 'VmHWM');
  }
}

function processFigure(pid: number, name: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status);
  if (!kib) {
    throw new Error(`/proc/${pid}/status has no ${name}`);
  }
  return Number(kib[1]) * 1024;
}
