import { expect, test } from '@jupyterlab/galata';

test('the extension loads', async ({ page }) => {
  const plugins = await page.evaluate(() => window.jupyterapp.listPlugins());
  expect(
    plugins.filter(id => id.startsWith('jupyterlab-heapscope:'))
  ).not.toEqual([]);
});
