import { bytesOf, MIB } from '../figures';
import { expect, notebook7Test as test } from '../fixtures';
import { KernelTruth } from '../kernel';

test('panel, badge and chip in Notebook 7', async ({ heapscope }) => {
  const notebook = await heapscope.open({
    cells: ['block = b"x" * 100 * 2**20']
  });
  await heapscope.probeReady();
  const kernel = new KernelTruth(notebook);
  const pid = await kernel.pid();
  await notebook.run(0);

  await expect(heapscope.run(1)).toHaveCount(1);
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(100, -0.5);
  await expect(heapscope.badge(0)).toContainText(delta.trim());
  await expect(heapscope.chip).toContainText('MiB');
  expect((await heapscope.rssBytes()) / kernel.rssBytes(pid)).toBeCloseTo(1, 1);
});

test('there is no panel beside the notebook, which has one main widget', async ({
  heapscope
}) => {
  await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await heapscope.panel
    .getByRole('button', { name: 'More of the memory panel' })
    .click();
  await expect(
    heapscope.page.getByRole('menuitem', { name: /beside the notebook/ })
  ).toHaveCount(0);
});
