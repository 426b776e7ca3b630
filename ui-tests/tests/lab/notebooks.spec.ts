import { bytesOf, MIB } from '../figures';
import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';
import { OpenNotebook } from '../notebook';
import { NOTHING, probeRemains } from '../probe';

const BLOCK = 'block = b"x" * 50 * 2**20';

test('a closed notebook leaves nothing of ours', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.badge(0)).toBeVisible();
  await page.notebook.close();

  await expect(heapscope.badges).toHaveCount(0);
  await expect(heapscope.chip).toHaveCount(0);
  await expect(heapscope.panel).toHaveCount(0);
});

test('a notebook that asks to be recorded is, from when its user trusts it', async ({
  heapscope,
  page
}) => {
  const recorded = (prompt: number) =>
    heapscope.run(prompt).last().getByRole('img', { name: 'recorded' });
  const notebook = await heapscope.open({
    cells: ['kept = [bytes(1000) for _ in range(1000)]', '2'],
    metadata: { heapscope: { recording: 'on' } },
    untrusted: true
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await heapscope.showPanel('Allocations');
  const waits = heapscope.panel.getByText('it is not trusted');
  await expect(waits).toBeVisible();
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('notebook:trust');
  });
  await page.getByRole('button', { name: 'Confirm Trusting' }).click();
  await expect(waits).toHaveCount(0);
  await notebook.run(1);
  await heapscope.showPanel('Timeline');
  await expect(recorded(2)).toBeVisible();
  await expect(recorded(1)).toHaveCount(0);
  await page.evaluate(() => {
    void window.jupyterapp.commands.execute('notebook:restart-run-all');
  });
  await page.locator('.jp-Dialog button.jp-mod-accept').click();
  await expect(heapscope.ending('kernel restarted')).toBeVisible();
  // The first cell too: it is sent before a request to the new probe can be.
  await expect(heapscope.run(2)).toHaveCount(2);
  await expect(recorded(1)).toBeVisible();
  await expect(recorded(2)).toBeVisible();
  await heapscope.choose('Allocations');
  await heapscope.panel.getByText('Held now').click();
  await expect(heapscope.panel.getByText('[1]:1')).toBeVisible();
});

test('a renamed notebook keeps its history', async ({ heapscope }) => {
  const notebook = await heapscope.open({ cells: ['1', '2'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  const panel = await notebook.panel();
  await panel.evaluate(({ context }) => context.rename('renamed.ipynb'));

  const path = `${heapscope.folder}/renamed.ipynb`;
  const renamed = new OpenNotebook(heapscope.page, path);
  await renamed.kernelReady();
  await expect(heapscope.panel).toContainText('renamed.ipynb');
  await renamed.run(1);
  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.run(2)).toHaveCount(1);
});

test('after a reload the history comes back from the kernel', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: [BLOCK, '2'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  await page.notebook.save();
  await page.evaluate(() => window.location.reload());
  await page.notebook.openByPath(notebook.path);
  await notebook.kernelReady();
  await heapscope.probeReady();

  await expect(heapscope.runFigure(1, 'delta')).toHaveText(delta);
  await expect(heapscope.badge(0)).toContainText(delta.trim());
  await notebook.run(1);
  await expect(heapscope.run(2)).toHaveCount(1);
});

test('two notebooks on two kernels have two histories', async ({
  heapscope
}) => {
  const small = await heapscope.open({ cells: ['1'] }, 'small.ipynb');
  const large = await heapscope.open({ cells: [BLOCK, '2'] }, 'large.ipynb');
  await heapscope.probeReady();
  await large.run(0);
  await large.run(1);
  await expect(heapscope.run(2)).toHaveCount(1);

  await small.run(0);
  await expect(heapscope.panel).toContainText('small.ipynb');
  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.run(2)).toHaveCount(0);
  await large.activate();
  await expect(heapscope.run(2)).toHaveCount(1);
});

test('two notebooks on one kernel both see every run', async ({
  heapscope
}) => {
  const first = await heapscope.open({ cells: [BLOCK] }, 'first.ipynb');
  await heapscope.probeReady();
  const second = await heapscope.open({ cells: ['2'] }, 'second.ipynb');
  const model = await (
    await first.panel()
  ).evaluate(({ sessionContext }) => sessionContext.session!.kernel!.model);
  await (
    await second.panel()
  ).evaluate(
    ({ sessionContext }, kernel) => sessionContext.changeKernel(kernel),
    model
  );
  await second.kernelReady();
  await heapscope.probeReady();
  await first.run(0);
  await second.run(0);

  for (const notebook of [first, second]) {
    await notebook.activate();
    await expect(heapscope.run(1)).toHaveCount(1);
    await expect(heapscope.run(2)).toHaveCount(1);
  }
  const { hooks } = await probeRemains(new KernelTruth(first));
  expect(hooks).toBeLessThanOrEqual(2);
});

test('what a console does on the same kernel is in the history', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.command('notebook:create-console');
  const prompt = page.locator('.jp-CodeConsole-promptCell .cm-content');
  await prompt.fill('block = b"x" * 50 * 2**20');
  await prompt.press('Shift+Enter');
  await notebook.activate();

  await expect(heapscope.run(2)).toHaveCount(1);
  const delta = await heapscope.runFigure(2, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(50, -0.5);
});

test('switched off in the middle of a cell, nothing of ours is left', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({
    cells: ['import time; time.sleep(5); done = True', '2']
  });
  await heapscope.probeReady();
  const kernel = new KernelTruth(notebook);
  await notebook.start(0);
  await expect(heapscope.state).toContainText('busy');
  await notebook.command('heapscope:toggle-notebook');
  await expect(heapscope.panel).toContainText('Off for this notebook');

  expect(await kernel.value<boolean>('done')).toBe(true);
  await expect.poll(() => probeRemains(kernel)).toEqual(NOTHING);
  await expect(heapscope.badges).toHaveCount(0);
  await expect(heapscope.chip).toHaveCount(0);
  await notebook.run(1);
  await expect(heapscope.badges).toHaveCount(0);
  expect(await probeRemains(kernel)).toEqual(NOTHING);
});
