import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';
import { NOTHING, probeRemains } from '../probe';

/** Load the page again with its layout, hence with the notebook. */
async function reload(page: IJupyterLabPageFixture): Promise<void> {
  await page.notebook.save();
  // JupyterLab keeps the layout a moment after it changed.
  await page.waitForTimeout(2000);
  await page.evaluate(() => window.location.reload());
  await page.waitForFunction(() => window.jupyterapp === undefined);
  await page.locator('.jp-NotebookPanel:visible').waitFor();
}

test('a cleared history stays cleared after a reload', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: ['1', '2'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  await notebook.command('heapscope:clear-history');
  await expect(heapscope.run(1)).toHaveCount(0);
  await reload(page);
  await notebook.kernelReady();
  await heapscope.probeReady();

  await notebook.run(1);
  await expect(heapscope.run(2)).toHaveCount(1);
  await expect(heapscope.run(1)).toHaveCount(0);
});

test('rows keep their counts of objects over a reload, and what was collected is kept', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({
    cells: ['1', 'heap = [[] for _ in range(10_000)]']
  });
  await heapscope.probeReady();
  await heapscope.showPanel();
  const objects = (id: number) =>
    heapscope.run(id).locator('[data-column="objects"]');
  await notebook.run(0);
  // Whether it was counted before the first run depends on which was quicker.
  await expect(objects(1)).toContainText(/just before this run|^[+−]?\d/);
  await notebook.run(1);
  await expect(objects(2)).toHaveText(/^\+(9|10),\d{3}$/);
  const before = await objects(2).innerText();
  await heapscope.button('Collect garbage').click();
  const collected = heapscope.runs.getByRole('row', { name: /you collected/ });
  await expect(collected).toHaveCount(1);
  await reload(page);
  await heapscope.showPanel();
  await expect(objects(2)).toHaveText(before);
  await expect(collected).toHaveCount(1);
});

test('a reload in the middle of a cell finds it running', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({
    cells: ['import time\nfor _ in range(300): time.sleep(0.1)']
  });
  await heapscope.probeReady();
  await notebook.start(0);
  await expect(heapscope.badge(0)).toContainText('live');
  await reload(page);
  await heapscope.showPanel();

  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.state).toContainText('busy, [1]');
  await expect(heapscope.badge(0)).toContainText('live');
  await notebook.command('notebook:interrupt-kernel');
  await expect(heapscope.state).toHaveText('idle');
});

test('the tab beside a notebook comes back with it', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: ['1'] });
  await notebook.command('heapscope:open-beside');
  const tab = page.locator('.jp-MainAreaWidget .jp-Heapscope-panel');
  await expect(tab).toBeVisible();
  const before = await tab.boundingBox();
  await reload(page);

  await expect(tab).toBeVisible();
  await expect(tab).toContainText('story.ipynb');
  const after = await tab.boundingBox();
  expect(after?.x).toBeCloseTo(before?.x ?? 0, -1);
  await notebook.activate();
  await page.notebook.close();
  await expect(tab).toHaveCount(0);
});

test('the browser’s console hears no error of ours in a reload and when switched off', async ({
  heapscope,
  page
}) => {
  const errors: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error') {
      errors.push(message.text());
    }
  });
  page.on('pageerror', error => errors.push(String(error)));
  const notebook = await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await reload(page);
  await notebook.kernelReady();
  await heapscope.probeReady();
  await notebook.command('heapscope:toggle-notebook');
  await expect(heapscope.state).toHaveText('off');
  const kernel = new KernelTruth(notebook);
  await expect.poll(() => probeRemains(kernel)).toEqual(NOTHING);
  await notebook.command('heapscope:toggle-notebook');
  await heapscope.probeReady();
  await expect(heapscope.ending('Heapscope was switched off')).toHaveCount(1);

  expect(errors).toEqual([]);
});
