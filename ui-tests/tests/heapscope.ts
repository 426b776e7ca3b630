import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect, Locator } from '@playwright/test';

import { INotebookContent, notebookFile, OpenNotebook } from './notebook';

/** Columns of the table of runs, by their id. */
export type RunColumn = 'delta' | 'peak' | 'time' | 'objects' | 'gc' | 'probe';

/** Wide enough for tabs and all columns but the widest, in pixels. */
const PANEL_WIDTH = 500;

/** Heapscope as its user sees it: panel, views, toolbar and badges of the notebook in front. */
export class HeapscopePage {
  constructor(
    readonly page: IJupyterLabPageFixture,
    readonly folder: string,
    private readonly _open: (path: string) => Promise<unknown> = path =>
      page.notebook.openByPath(path)
  ) {}

  /** Make a notebook, open it and wait for its kernel. */
  async open(
    content: INotebookContent,
    name = 'story.ipynb'
  ): Promise<OpenNotebook> {
    const notebook = await this.openAtOnce(content, name);
    await notebook.kernelReady();
    return notebook;
  }

  /** Make a notebook and open it; its kernel may still be on its way. */
  async openAtOnce(
    content: INotebookContent,
    name = 'story.ipynb'
  ): Promise<OpenNotebook> {
    const path = `${this.folder}/${name}`;
    await this.page.contents.uploadContent(notebookFile(content), 'text', path);
    await this._open(path);
    return new OpenNotebook(this.page, path);
  }

  /** The panel in the sidebar. */
  get panel(): Locator {
    return this.page.locator(
      '.jp-Heapscope-sidebar .jp-Heapscope-panel:visible'
    );
  }

  /** Show the panel, on one of its views where a title is given. */
  async showPanel(view?: string): Promise<void> {
    if (!(await this.panel.count())) {
      await this.page.evaluate(() =>
        window.jupyterapp.commands.execute('heapscope:toggle-panel')
      );
    }
    await this.panel.waitFor();
    await this._widen();
    if (view) {
      await this.choose(view);
    }
  }

  /** Make room for every column. */
  private async _widen(): Promise<void> {
    const box = await this.panel.boundingBox();
    if (box && box.width < PANEL_WIDTH) {
      await this.resizePanel(PANEL_WIDTH);
    }
  }

  /** Drag the sidebar's handle, which is at its left edge, until the panel has a width in pixels. */
  async resizePanel(width: number): Promise<void> {
    const box = await this.panel.boundingBox();
    if (box) {
      const { mouse } = this.page;
      const y = box.y + box.height / 2;
      await mouse.move(box.x - 2, y);
      await mouse.down();
      await mouse.move(box.x - 2 + box.width - width, y, { steps: 5 });
      await mouse.up();
    }
  }

  /** Choose a view; they are tabs, or a menu where the panel is narrow. */
  async choose(view: string): Promise<void> {
    const tab = this.panel.getByRole('tab', { name: view });
    if (await tab.isVisible()) {
      await tab.click();
    } else {
      await this.panel.locator('select').first().selectOption(view);
    }
  }

  /** Wait until the probe has answered: then the header shows the kernel's Python and its size. */
  async probeReady(): Promise<void> {
    await this.showPanel();
    await expect(this.state).toHaveText(/idle|busy/);
    await expect(this.rssFigure).toHaveAttribute('data-bytes', /\d+/);
  }

  /** `idle`, `busy, [2] 14.2 s`, `✕ died` … */
  get state(): Locator {
    return this.panel.locator('.jp-Heapscope-kernelState');
  }

  /** `Python 3.13`, or the kernel's name in the launcher. */
  get kernelName(): Locator {
    return this.panel.locator('.jp-Heapscope-kernelName');
  }

  get rssFigure(): Locator {
    return this.panel.locator('.jp-Heapscope-rssFigure');
  }

  /** RSS as the header has it. */
  async rssBytes(): Promise<number> {
    return Number(await this.rssFigure.getAttribute('data-bytes'));
  }

  /** What the panel tells about kernel and probe. */
  get notices(): Locator {
    return this.panel.locator('.jp-Heapscope-notice');
  }

  /** The table of runs of the Timeline. */
  get runs(): Locator {
    return this.panel.getByRole('grid', { name: 'Cell runs' });
  }

  /** The chart of the Timeline. */
  get chart(): Locator {
    return this.panel.getByRole('slider', { name: 'RSS over' });
  }

  /** Rows of the runs with that prompt number, over all kernel processes. */
  run(prompt: number): Locator {
    const text = new RegExp(`^\\[${prompt}\\]$`);
    const reference = this.page.locator('.jp-Heapscope-cellRef', {
      hasText: text
    });
    return this.runs.getByRole('row').filter({ has: reference });
  }

  /** Rows of all runs near those in view, whatever their number. */
  get runRows(): Locator {
    const reference = this.page.locator('.jp-Heapscope-cellRef');
    return this.runs.getByRole('row').filter({ has: reference });
  }

  /** A figure of a run; the last one where several have that prompt number. */
  runFigure(prompt: number, column: RunColumn): Locator {
    return this.run(prompt).last().locator(`[data-column="${column}"]`);
  }

  /** A line across the table, where a kernel process ended. */
  ending(text: string): Locator {
    return this.runs.locator('.jp-Heapscope-gridSeparator', { hasText: text });
  }

  /** The badges that can be seen in the notebook. */
  get badges(): Locator {
    return this.page.locator(
      '.jp-NotebookPanel:visible .jp-Heapscope-cellBadge'
    );
  }

  /** The badge of a cell. */
  badge(index: number): Locator {
    return this.page
      .locator('.jp-NotebookPanel:visible .jp-Cell')
      .nth(index)
      .locator('.jp-Heapscope-cellBadge');
  }

  /** The chip with the kernel's size in the notebook's toolbar. */
  get chip(): Locator {
    return this.page.locator('.jp-Heapscope-memoryChip:visible');
  }

  /** A button of ours in the notebook's toolbar. */
  button(name: string): Locator {
    return this.page
      .locator('.jp-NotebookPanel-toolbar:visible')
      .getByRole('button', { name });
  }

  /** What pops up beside the mouse or the focus. */
  get tooltip(): Locator {
    return this.page.locator('.jp-Heapscope-tooltip');
  }

  /** Everything in the page that is ours. */
  get nodes(): Locator {
    return this.page.locator('[class*="jp-Heapscope-"]');
  }
}
