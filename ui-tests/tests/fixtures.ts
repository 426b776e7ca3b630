import { test as galataTest } from '@jupyterlab/galata';

import { HeapscopePage } from './heapscope';

/** Tests with a page object for Heapscope; kernels and files go when a test ends. */
export const test = galataTest.extend<{ heapscope: HeapscopePage }>({
  heapscope: async ({ page, tmpPath }, use) => {
    await use(new HeapscopePage(page, tmpPath));
  }
});

export { expect } from '@jupyterlab/galata';
