import type { Kernel } from '@jupyterlab/services';

import {
  boot,
  bootExpression,
  bootSource,
  loadedProbe,
  loadProbe
} from '../boot';

interface ChildProcess {
  execFileSync(
    command: string,
    args: readonly string[],
    options: { encoding: 'utf8'; maxBuffer: number }
  ): string;
}

const { execFileSync } = jest.requireActual<ChildProcess>('child_process');

describe('the boot source', () => {
  it('is the one that `python -m jupyterlab_heapscope boot` prints', async () => {
    const printed = execFileSync(
      'python3',
      ['-m', 'jupyterlab_heapscope', 'boot'],
      { encoding: 'utf8', maxBuffer: 1e7 }
    ).trimEnd();
    const [, inner] = printed.match(/^__import__.*?\.exec\((.*)\)$/s) ?? [];
    const [loader, { digest, files }] = JSON.parse(`[${inner}]`);
    // Not toBe: a difference would print the whole probe twice.
    expect(bootSource({ digest, loader, files }, null) === printed).toBe(true);
    const bundled = await loadProbe();
    expect(Object.keys(bundled.files)).toEqual(Object.keys(files));
    expect(bundled.digest).toHaveLength(digest.length);
  });

  it('is loaded once, and known when it is', async () => {
    const probe = await loadProbe();
    expect(loadedProbe()).toBe(probe);
  });
});

describe('a boot', () => {
  const source = { digest: 'd', loader: 'l', files: {} };

  /** A kernel that answers with these contents, one after another. */
  function kernel(...contents: object[]) {
    const asked: object[] = [];
    const requestExecute = (content: object) => {
      asked.push(content);
      const future = {
        onReply: (reply: object): void => void reply,
        done: new Promise(() => undefined)
      };
      const reply = {
        header: { session: 'process-1' },
        content: contents[asked.length - 1]
      };
      setTimeout(() => future.onReply(reply));
      return future;
    };
    const typed = { requestExecute } as unknown as Kernel.IKernelConnection;
    return { asked, typed };
  }

  function place(
    typed: Kernel.IKernelConnection,
    frames: number | null = null
  ) {
    return { kernel: typed, recordFrames: () => frames };
  }

  /** As a kernel says what a boot left; `error` is a traceback or null. */
  function outcome(error: string | null) {
    const text = encodeURIComponent(JSON.stringify({ digest: 'd', error }));
    return {
      status: 'ok',
      user_expressions: {
        outcome: { status: 'ok', data: { 'text/plain': `'${text}'` } }
      }
    };
  }

  it('leaves no trace in the notebook', async () => {
    const { asked, typed } = kernel(outcome(null));
    expect(await boot(place(typed), source)).toBe('process-1');
    expect(asked).toMatchObject([
      {
        code: '',
        user_expressions: { outcome: bootExpression(source, null) },
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false
      }
    ]);
  });

  it('may have the probe record from the first cell on', async () => {
    const { asked, typed } = kernel(outcome(null));
    await boot(place(typed, 3), source);
    expect(asked).toMatchObject([
      { user_expressions: { outcome: bootExpression(source, 3) } }
    ]);
    expect(bootSource(source, 3)).toMatch(
      /"files":\{\},"record_frames":3\}\)$/
    );
    expect(bootSource(source, null)).not.toContain('record_frames');
  });

  it('is sent again when a cell or the user cut it off', async () => {
    const { asked, typed } = kernel(
      { status: 'aborted' },
      { status: 'error', ename: 'KeyboardInterrupt', evalue: '' },
      outcome(null)
    );
    await boot(place(typed), source);
    expect(asked).toHaveLength(3);
  });

  it('is not sent for ever', async () => {
    const aborted = Array.from({ length: 9 }, () => ({ status: 'aborted' }));
    const { asked, typed } = kernel(...aborted);
    await expect(boot(place(typed), source)).rejects.toThrow();
    expect(asked).toHaveLength(5);
  });

  it('says what went wrong', async () => {
    const failed = kernel(outcome('Traceback …\nValueError: “ä”\n'));
    await expect(boot(place(failed.typed), source)).rejects.toThrow(
      'ValueError: “ä”'
    );
    const refused = kernel({ status: 'error', ename: 'E', evalue: 'why' });
    await expect(boot(place(refused.typed), source)).rejects.toThrow('E: why');
  });

  it('is sent again when the interrupt met the expression', async () => {
    const { asked, typed } = kernel(
      {
        status: 'ok',
        user_expressions: {
          outcome: { status: 'error', ename: 'KeyboardInterrupt', evalue: '' }
        }
      },
      outcome(null)
    );
    await boot(place(typed), source);
    expect(asked).toHaveLength(2);
  });

  it('goes as code to a kernel without user expressions, whose silence is consent', async () => {
    const { asked, typed } = kernel({ status: 'ok' }, { status: 'ok' });
    expect(await boot(place(typed), source)).toBe('process-1');
    expect(asked).toMatchObject([
      { code: '' },
      { code: bootSource(source, null) }
    ]);
  });
});
