import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';
import type { OpenNotebook } from '../notebook';
import { probeRemains } from '../probe';

/** Choose another kernel, as the dialog does. */
async function switchTo(notebook: OpenNotebook, name: string): Promise<void> {
  const panel = await notebook.panel();
  await panel.evaluate(
    ({ sessionContext }, kernel) =>
      sessionContext.changeKernel({ name: kernel }),
    name
  );
  await notebook.kernelReady();
}

test('another Python gets a probe and a history of its own', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: ['1', '2'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  await switchTo(notebook, 'other-python');

  await expect(heapscope.ending('kernel changed')).toBeVisible();
  await heapscope.probeReady();
  await notebook.run(1);
  await expect(heapscope.run(1)).toHaveCount(2);
  const prefix = "__import__('sys').prefix";
  expect(await new KernelTruth(notebook).value<string>(prefix)).toContain(
    'other-python'
  );
});

test('a kernel of another language gets one clear line and no code', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: ['1', 'echo hello'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await switchTo(notebook, 'bash');

  await expect(heapscope.notices).toHaveCount(1);
  await expect(heapscope.notices).toContainText('nothing was run in it');
  await expect(heapscope.badges).toHaveCount(0);
  // Its first prompt is still to come.
  await notebook.run(1);
  expect(await notebook.executionCount(1)).toBe(1);
});

test('without a kernel the panel says so, and comes back with one', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  const panel = await notebook.panel();
  await panel.evaluate(({ sessionContext }) => sessionContext.shutdown());
  await expect(heapscope.state).toHaveText('no kernel');
  await expect(heapscope.panel).toContainText('Select kernel');

  await switchTo(notebook, 'python3');
  await heapscope.probeReady();
  const { hooks } = await probeRemains(new KernelTruth(notebook));
  expect(hooks).toBeGreaterThan(0);
});
