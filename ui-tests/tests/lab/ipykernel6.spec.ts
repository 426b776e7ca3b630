import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';

test('with ipykernel 6 requests wait for the cell, and the panel says so', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({
    cells: ['import time', 'time.sleep(6)'],
    kernel: 'ipykernel6'
  });
  await heapscope.probeReady();
  const version = "__import__('ipykernel').__version__";
  expect(await new KernelTruth(notebook).value<string>(version)).toMatch(
    /^6\./
  );
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.badge(0)).toBeVisible();

  await notebook.start(1);
  await expect(heapscope.state).toContainText('busy');
  await heapscope.button('Collect garbage').click();
  await expect(heapscope.button('Collect garbage')).toContainText('queued');
  const answer = heapscope.page.locator('.jp-Heapscope-collectAnswer');
  await expect(answer).toHaveText(/^freed [\d,]+ objects?, /);
  await expect(heapscope.run(2)).toHaveCount(1);
});
