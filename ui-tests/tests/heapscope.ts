import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import type { Locator } from '@playwright/test';

import { INotebookContent, notebookFile, OpenNotebook } from './notebook';

/** Heapscope as its user sees it: panel, views, toolbar and badges. */
export class HeapscopePage {
  constructor(
    readonly page: IJupyterLabPageFixture,
    private readonly _folder: string
  ) {}

  /** Make a notebook, open it and wait for its kernel. */
  async open(
    content: INotebookContent,
    name = 'story.ipynb'
  ): Promise<OpenNotebook> {
    const path = `${this._folder}/${name}`;
    await this.page.contents.uploadContent(notebookFile(content), 'text', path);
    await this.page.notebook.openByPath(path);
    const notebook = new OpenNotebook(this.page, path);
    await notebook.kernelReady();
    return notebook;
  }

  /** The panel that is shown now. */
  get panel(): Locator {
    return this.page.locator('.jp-Heapscope-panel:visible');
  }

  /** Show the panel in the sidebar. */
  async showPanel(): Promise<void> {
    if (!(await this.panel.count())) {
      await this.page.evaluate(() =>
        window.jupyterapp.commands.execute('heapscope:toggle-panel')
      );
      await this.panel.waitFor();
    }
  }

  /** Choose a view by the title of its tab. */
  async showView(label: string): Promise<void> {
    await this.showPanel();
    await this.panel.getByRole('tab', { name: label }).click();
  }
}
