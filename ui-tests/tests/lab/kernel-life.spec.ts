import { kill } from 'node:process';

import { bytesOf, MIB } from '../figures';
import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';

const BLOCK = 'block = b"x" * 50 * 2**20';
const GROWS_AND_DIES = `
import os, time
blocks = []
for _ in range(8):
    blocks.append(b"x" * 20 * 2**20)
    time.sleep(0.25)
os.kill(os.getpid(), 9)`;

test('a restart keeps the earlier history as ended, and starts anew', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: [BLOCK, '1'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  const panel = await notebook.panel();
  await panel.evaluate(({ sessionContext }) =>
    sessionContext.session!.kernel!.restart()
  );
  await notebook.kernelReady();

  await expect(heapscope.ending('kernel restarted')).toBeVisible();
  await expect(heapscope.run(1)).toHaveCount(1);
  // Its cell has not run in this kernel.
  await expect(heapscope.badge(0)).toBeHidden();
  await notebook.run(1);
  await expect(heapscope.run(1)).toHaveCount(2);
  await expect(heapscope.badge(1)).toBeVisible();
  await expect(heapscope.badge(0)).toBeHidden();
});

test('an interrupted cell has its row', async ({ heapscope }) => {
  const notebook = await heapscope.open({
    cells: ['import time; time.sleep(300)', '1']
  });
  await heapscope.probeReady();
  await notebook.start(0);
  await expect(heapscope.badge(0)).toContainText('live');
  await notebook.command('notebook:interrupt-kernel');

  await expect(heapscope.run(1).getByRole('img')).toHaveAccessibleName(
    'interrupted'
  );
  await notebook.run(1);
  await expect(heapscope.run(2)).toBeVisible();
});

test('a killed kernel that JupyterLab restarts is told as died', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: [BLOCK, '2'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  kill(await new KernelTruth(notebook).pid(), 'SIGKILL');
  const dialog = page.getByRole('button', { name: 'Ok' });
  await dialog.click();
  await notebook.kernelReady();

  await expect(heapscope.ending('kernel died and was restarted')).toBeVisible();
  await heapscope.probeReady();
  await notebook.run(1);
  await expect(heapscope.run(1)).toHaveCount(2);
});

test('a cell that takes its kernel along keeps its row, and what was seen of it', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: [GROWS_AND_DIES, '2'] });
  await heapscope.probeReady();
  await notebook.start(0);
  await page.getByRole('button', { name: 'Ok' }).click();
  await notebook.kernelReady();

  await expect(heapscope.ending('kernel died and was restarted')).toBeVisible();
  await expect(heapscope.run(1).getByRole('img')).toHaveAccessibleName(
    'the kernel ended in it'
  );
  const grown = bytesOf(await heapscope.runFigure(1, 'delta').innerText());
  expect(grown / MIB).toBeGreaterThan(60); // of 160, as far as samples came
  await heapscope.probeReady();
  await notebook.run(1);
  await expect(heapscope.run(1)).toHaveCount(2);
});

test('a cell that ends its kernel at once has its row, without figures', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({
    cells: ['1', 'import os; os.kill(os.getpid(), 9)', '2']
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  await notebook.start(1);
  await page.getByRole('button', { name: 'Ok' }).click();
  await notebook.kernelReady();

  const row = heapscope.runs.getByRole('row').filter({ hasText: 'os.kill' });
  await expect(row.getByRole('img')).toHaveAccessibleName(/the kernel ended/);
  for (const column of ['delta', 'peak', 'time']) {
    const figure = row.locator(`[data-column="${column}"]`);
    await expect(figure).toHaveText('— The kernel ended before it could tell');
  }
  await expect(heapscope.notices.first()).toContainText('os.kill');
  await heapscope.probeReady();
  await notebook.run(2);
  await expect(heapscope.run(1)).toHaveCount(2);
  await expect(row).toHaveCount(1);
});

test('a kernel that is dead for good keeps its figures, marked as gone', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: [BLOCK], kernel: 'mortal' });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  kill(await new KernelTruth(notebook).pid(), 'SIGKILL');

  await expect(heapscope.state).toContainText('died', { timeout: 90_000 });
  await expect(heapscope.ending('kernel died')).toBeVisible();
  expect(
    bytesOf(await heapscope.runFigure(1, 'delta').innerText()) / MIB
  ).toBeCloseTo(50, -0.5);
});
