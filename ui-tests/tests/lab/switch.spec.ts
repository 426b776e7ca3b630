import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';
import { NOTHING, probeRemains } from '../probe';
import { setSetting } from '../settings';

test('the whole extension switched off in the middle of a cell, and on again', async ({
  heapscope,
  page
}) => {
  const beside = page.locator('.jp-MainAreaWidget .jp-Heapscope-panel');
  const sidebar = page.locator('#jp-right-stack .jp-Heapscope-panel');
  const notebook = await heapscope.open({
    cells: ['import time; time.sleep(4); done = True', '2', '3']
  });
  await heapscope.probeReady();
  await notebook.command('heapscope:open-beside');
  await expect(beside).toBeVisible();
  await heapscope.showPanel();
  await notebook.run(1);
  await expect(heapscope.run(1)).toHaveCount(1);
  await notebook.run(2);
  const kernel = new KernelTruth(notebook);
  await notebook.start(0);
  await expect(heapscope.state).toContainText('busy');
  await setSetting(page, 'enabled', false);
  expect(await kernel.value<boolean>('done')).toBe(true);

  await expect.poll(() => probeRemains(kernel)).toEqual(NOTHING);
  await expect(heapscope.nodes).toHaveCount(0);
  await notebook.run(1);
  expect(await probeRemains(kernel)).toEqual(NOTHING);

  await setSetting(page, 'enabled', true);
  await expect
    .poll(async () => (await probeRemains(kernel)).hooks)
    .toBeGreaterThan(0);
  await expect(sidebar).toBeVisible();
  await expect(beside).toBeVisible();
  // What was known by then is there again.
  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.ending('Heapscope was switched off')).toBeVisible();
  await expect(heapscope.badge(2)).toBeVisible();
  await expect(heapscope.badge(1)).toBeHidden(); // it ran unseen
  await notebook.run(1);
  await expect(heapscope.badge(1)).toBeVisible();
  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.run(5)).toHaveCount(1);
  // The toolbar has no room for all of it beside two panels.
  await notebook.command('heapscope:toggle-panel');
  await expect(heapscope.chip).toBeVisible();
});
