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
    await use(new HeapscopePage(page, tmpPath));
  }
});

/** The same in Notebook 7, which has neither a splash screen nor a launcher. */
export const notebook7Test = test.extend<{
  waitForApplication: WaitForApplication;
}>({
  autoGoto: false,
  waitForApplication: async ({ baseURL }, use) => {
    await use(async page => {
      await page.waitForURL(url => url.href.startsWith(baseURL ?? ''));
      await page.locator('.jp-NotebookPanel').waitFor();
    });
  },
  heapscope: async ({ page, tmpPath }, use) => {
    const open = (path: string) => page.goto(`notebooks/${path}`);
    await use(new HeapscopePage(page, tmpPath, open));
  }
});

export { expect } from '@jupyterlab/galata';
