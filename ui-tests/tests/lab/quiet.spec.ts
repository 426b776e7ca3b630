import { expect, test } from '../fixtures';
import { Wire } from '../wire';

test('a hidden panel requests nothing', async ({ heapscope, page }) => {
  const wire = new Wire(page);
  const notebook = await heapscope.open({
    cells: ['1', 'block = b"x" * 50 * 2**20', 'import time; time.sleep(2)']
  });
  await heapscope.probeReady();
  await heapscope.showPanel('Variables');
  await notebook.run(0);
  await expect.poll(() => wire.sent('comm_msg')).toBeGreaterThan(0);
  expect(wire.sent('heapscope')).toBeGreaterThan(0);

  await notebook.command('heapscope:toggle-panel');
  await expect(heapscope.panel).toHaveCount(0);
  // What is on its way still comes back.
  await page.waitForTimeout(3000);
  wire.clear();
  await notebook.run(1);
  await notebook.run(2);
  await expect(heapscope.badge(2)).toBeVisible();
  await page.waitForTimeout(2000);
  expect(wire.sent('comm_msg')).toBe(0);
  expect(wire.sent('execute_request')).toBe(2);
});

test('nothing is sent to a kernel of another language but the cells', async ({
  heapscope,
  page
}) => {
  const wire = new Wire(page);
  const notebook = await heapscope.open({
    cells: ['echo hello', 'echo again'],
    kernel: 'bash'
  });
  await heapscope.showPanel();
  await expect(heapscope.notices).toContainText('nothing was run in it');
  await notebook.run(0);
  await notebook.run(1);
  await page.waitForTimeout(1000);

  expect(wire.sent('execute_request')).toBe(2);
  // JupyterLab's widgets open a comm of their own.
  expect(wire.sent('heapscope')).toBe(0);
});
