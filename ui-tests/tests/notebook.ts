import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { JSHandle } from '@playwright/test';

/** What a test notebook is made of. */
export interface INotebookContent {
  /** Sources of its code cells. */
  readonly cells: readonly string[];
  /** Name of its kernelspec; `python3` unless said otherwise. */
  readonly kernel?: string;
  readonly metadata?: Record<string, unknown>;
  /** True: each cell has output that a browser would run, as a stranger's may. */
  readonly untrusted?: boolean;
}

const FOREIGN_OUTPUT = {
  output_type: 'display_data',
  data: { 'text/html': '<b>bold</b>' },
  metadata: {}
};

/** The text of an .ipynb file; the ids of its cells are `cell-0`, `cell-1` … */
export function notebookFile(content: INotebookContent): string {
  const name = content.kernel ?? 'python3';
  return JSON.stringify({
    cells: content.cells.map((source, index) => ({
      cell_type: 'code',
      execution_count: null,
      id: `cell-${index}`,
      metadata: {},
      outputs: content.untrusted ? [FOREIGN_OUTPUT] : [],
      source
    })),
    metadata: {
      kernelspec: { name, display_name: name },
      ...content.metadata
    },
    nbformat: 4,
    nbformat_minor: 5
  });
}

/** A notebook that is open in the page, driven by the same commands as the user's gestures. */
export class OpenNotebook {
  constructor(
    readonly page: IJupyterLabPageFixture,
    readonly path: string
  ) {}

  /** The widget in the page; throws there when the notebook is not open. */
  panel(): Promise<JSHandle<NotebookPanel>> {
    return this.page.evaluateHandle(path => {
      for (const widget of window.jupyterapp.shell.widgets('main')) {
        const panel = widget as NotebookPanel;
        if (panel.context?.path === path) {
          return panel;
        }
      }
      throw new Error(`${path} is not open`);
    }, this.path);
  }

  /** A cell that runs before its kernel is connected and idle is silently not run: wait for both. */
  async kernelReady(): Promise<void> {
    await this.page.waitForFunction(path => {
      for (const widget of window.jupyterapp?.shell.widgets('main') ?? []) {
        const panel = widget as NotebookPanel;
        const kernel = panel.sessionContext?.session?.kernel;
        if (panel.context?.path === path && kernel) {
          return (
            kernel.connectionStatus === 'connected' && kernel.status === 'idle'
          );
        }
      }
      return false;
    }, this.path);
  }

  /** Status of the kernel as the page knows it; null without a kernel. */
  async kernelStatus(): Promise<string | null> {
    const panel = await this.panel();
    return panel.evaluate(
      ({ sessionContext }) => sessionContext.session?.kernel?.status ?? null
    );
  }

  /** Bring it to the front. */
  async activate(): Promise<void> {
    const panel = await this.panel();
    await panel.evaluate(({ id }) => window.jupyterapp.shell.activateById(id));
  }

  /** Choose a cell, as a click on it does. */
  async choose(index: number): Promise<void> {
    const panel = await this.panel();
    await panel.evaluate(({ content }, at) => {
      content.activeCellIndex = at;
    }, index);
  }

  /** Index of the cell that is chosen. */
  async activeCell(): Promise<number> {
    const panel = await this.panel();
    return panel.evaluate(({ content }) => content.activeCellIndex);
  }

  /** Run one cell and wait until it is done; an exception in it is not one here. */
  async run(index: number): Promise<void> {
    await this.activate();
    await this.choose(index);
    await this.command('notebook:run-cell');
  }

  /** Start a cell and come back at once. */
  async start(index: number): Promise<void> {
    await this.activate();
    await this.choose(index);
    await this.page.evaluate(() => {
      void window.jupyterapp.commands.execute('notebook:run-cell');
    });
  }

  /** Run all cells and wait for the last one. */
  async runAll(): Promise<void> {
    await this.activate();
    await this.command('notebook:run-all-cells');
  }

  /** Execute a command of the application and wait for its end. */
  async command(
    id: string,
    args: Record<string, string | number> = {}
  ): Promise<void> {
    await this.page.evaluate(
      async ([command, given]) => {
        await window.jupyterapp.commands.execute(command, given);
      },
      [id, args] as const
    );
  }

  /** Replace the source of a cell. */
  async setSource(index: number, source: string): Promise<void> {
    const panel = await this.panel();
    await panel.evaluate(
      ({ content }, [at, text]) => {
        content.widgets[at].model.sharedModel.setSource(text);
      },
      [index, source] as const
    );
  }

  /** Prompt number of a cell; null before it ran. */
  async executionCount(index: number): Promise<number | null> {
    const panel = await this.panel();
    return panel.evaluate(({ content }, at) => {
      const cell = content.widgets[at].model.sharedModel;
      return cell.cell_type === 'code'
        ? (cell.toJSON().execution_count as number | null)
        : null;
    }, index);
  }

  /** What stands below a cell, as its user reads it. */
  async outputText(index: number): Promise<string> {
    const panels = this.page.locator('.jp-NotebookPanel:visible');
    const cell = panels.locator('.jp-Notebook .jp-Cell').nth(index);
    return (await cell.locator('.jp-Cell-outputArea').innerText()).trim();
  }
}
