import { bytesOf, MIB } from '../figures';
import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';

test('a cell that allocates shows in panel, badge and chip as the kernel has it', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({
    cells: ['block = b"x" * 100 * 2**20']
  });
  await heapscope.probeReady();
  const kernel = new KernelTruth(notebook);
  const pid = await kernel.pid();
  await notebook.run(0);

  await expect(heapscope.runFigure(1, 'delta')).toBeVisible();
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(100, -0.5);
  expect(await heapscope.badge(0).innerText()).toContain(delta.trim());
  await expect
    .poll(async () => (await heapscope.rssBytes()) / kernel.rssBytes(pid))
    .toBeCloseTo(1, 1);
  await expect(heapscope.chip).toContainText('MiB');
});
