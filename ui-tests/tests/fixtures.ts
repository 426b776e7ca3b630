import { test as galataTest } from '@jupyterlab/galata';
import type { IJupyterLabPage } from '@jupyterlab/galata';
import type { Page } from '@playwright/test';

import { HeapscopePage } from './heapscope';

type WaitForApplication = (
  page: Page,
  helpers: IJupyterLabPage
) => Promise<void>;

/** Tests with a page object for Heapscope; kernels and files go when a test ends. */
export const test = galataTest.extend<{ heapscope: HeapscopePage }>({
  heapscope: async ({ page, tmpPath }, use) => {
    await leaveKernelsAlone(page);
    await use(new HeapscopePage(page, tmpPath));
  }
});

/** Galata answers these requests in the server's place, and wrongly: as if a kernel had been started. */
async function leaveKernelsAlone(page: Page): Promise<void> {
  await page.route(/\/api\/kernels\/[^/]+\/(restart|interrupt)/, route =>
    route.continue()
  );
}

/**
 * The same where each notebook is opened by its URL: in Notebook 7, which has neither a splash screen nor a launcher,
 * and in older JupyterLabs, whose file browser galata no longer knows.
 *
 * @param tree - The part of the URL before the notebook's path.
 */
export const testByUrl = (tree: string) =>
  test.extend<{ waitForApplication: WaitForApplication }>({
    autoGoto: false,
    waitForApplication: async ({ baseURL }, use) => {
      await use(async page => {
        await page.waitForURL(url => url.href.startsWith(baseURL ?? ''));
        await page.locator('.jp-NotebookPanel').waitFor();
      });
    },
    heapscope: async ({ page, tmpPath }, use) => {
      await leaveKernelsAlone(page);
      const open = (path: string) => page.goto(`${tree}/${path}`);
      await use(new HeapscopePage(page, tmpPath, open));
    }
  });

export { expect } from '@jupyterlab/galata';
