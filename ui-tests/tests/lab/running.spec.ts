import { bytesOf, MIB } from '../figures';
import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';
import { setSetting } from '../settings';
import { Views } from '../views';

test('Run All with an exception in the middle', async ({ heapscope }) => {
  const notebook = await heapscope.open({
    cells: ['1', 'raise ValueError("no")', '3']
  });
  await heapscope.probeReady();
  await notebook.runAll();

  await expect(heapscope.run(2).getByRole('img')).toHaveAccessibleName(
    'raised ValueError'
  );
  await expect(heapscope.run(3)).toHaveCount(0);
  await expect(heapscope.badge(1)).toBeVisible();
  await expect(heapscope.badge(2)).toBeHidden();
});

test('Run All at once after opening: the first cell has row and badge', async ({
  heapscope
}) => {
  const notebook = await heapscope.openAtOnce({
    cells: ['block = b"x" * 50 * 2**20', '2']
  });
  // As soon as the kernel takes a cell at all; the probe has no head start.
  await notebook.kernelReady();
  await notebook.runAll();
  await heapscope.showPanel();

  await expect(heapscope.run(1)).toHaveCount(1);
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(50, -0.5);
  await expect(heapscope.badge(0)).toBeVisible();
});

test('Restart and Run All: the first cell has row and badge', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({
    cells: ['block = b"x" * 50 * 2**20', '2']
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  const restarted = notebook.command('runmenu:restart-and-run-all');
  await page.getByRole('button', { name: 'Confirm Kernel Restart' }).click();
  await restarted;

  await expect(heapscope.run(2)).toHaveCount(1);
  await expect(heapscope.run(1)).toHaveCount(2);
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(50, -0.5);
  await expect(heapscope.badge(0)).toBeVisible();
});

test('a cell that runs for a minute is followed while it runs', async ({
  heapscope
}) => {
  test.setTimeout(180_000);
  const notebook = await heapscope.open({
    cells: [
      'import time\nblocks = []\nfor _ in range(60):\n    blocks.append(b"x" * 2**20)\n    time.sleep(1)'
    ]
  });
  await heapscope.probeReady();
  const kernel = new KernelTruth(notebook);
  const pid = await kernel.pid();
  await notebook.start(0);
  await expect(heapscope.badge(0)).toContainText('live');
  const early = await heapscope.rssBytes();
  await expect
    .poll(() => heapscope.rssBytes(), { timeout: 60_000 })
    .toBeGreaterThan(early + 30 * MIB);
  expect((await heapscope.rssBytes()) / kernel.rssBytes(pid)).toBeCloseTo(1, 1);
  await expect(heapscope.state).toContainText('[1]');

  await expect(heapscope.state).toHaveText('idle', { timeout: 60_000 });
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(60, -1);
  await expect(heapscope.badge(0)).not.toContainText('live');
});

test('a running cell is shown without samples, and nothing is claimed of its memory', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({
    cells: ['1', 'import time; time.sleep(30)']
  });
  await heapscope.probeReady();
  await setSetting(page, 'sampleIntervalMs', 0);
  await notebook.run(0);
  await notebook.start(1);
  await expect(heapscope.badge(1)).toContainText('live');
  await expect(heapscope.badge(1)).toContainText(/[2-9]\.\d+ s so far/);
  await expect(heapscope.runFigure(2, 'delta')).toContainText('—');
  await expect(heapscope.state).toHaveText(/busy, \[2\] \d/);
  await notebook.command('notebook:interrupt-kernel');
  await expect(heapscope.state).toHaveText('idle');
});

test('Stack & Heap stays where the user scrolled to, and open, while a cell runs', async ({
  heapscope
}) => {
  const names = Array.from({ length: 60 }, (_, at) => `v${at + 10} = [${at}]`);
  const notebook = await heapscope.open({
    cells: [names.join('\n'), 'import time; time.sleep(3)']
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await heapscope.showPanel('Stack & Heap');
  const views = new Views(heapscope);
  await (await views.treeRow('v50', 2)).row.click();
  const top = () => views.stack.evaluate(element => element.scrollTop);
  const before = await top();
  expect(before).toBeGreaterThan(0);
  await notebook.start(1);
  await expect(heapscope.panel.getByText('MainThread')).toHaveCount(0); // below
  const moment = heapscope.panel.locator('.jp-Heapscope-moment');
  await expect(moment).toContainText('[2]');
  expect(await top()).toBe(before);
  await expect(heapscope.state).toHaveText('idle');
  expect(await top()).toBe(before);
  await expect(views.stack.getByText('v50')).toBeInViewport();
});

test('children of a cell that forks never send', async ({ heapscope }) => {
  const notebook = await heapscope.open({
    cells: [
      [
        'import multiprocessing as mp, time',
        'def work(n):',
        '    time.sleep(1)',
        '    return len(b"x" * n * 2**20)',
        'with mp.get_context("fork").Pool(2) as pool:',
        '    sizes = pool.map(work, [10, 20, 30])'
      ].join('\n'),
      'sum(sizes)'
    ]
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.run(1);

  await expect(heapscope.run(2)).toHaveCount(1);
  await expect(heapscope.runRows).toHaveCount(2);
  await expect(heapscope.notices).toHaveCount(0);
});

test('Collect garbage answers while a cell runs', async ({ heapscope }) => {
  const notebook = await heapscope.open({
    cells: [
      'import gc, time; gc.disable()\nclass Node: pass\nfor _ in range(1000):\n    node = Node(); node.self = node\ndel node',
      'time.sleep(30)'
    ]
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.start(1);
  await expect(heapscope.state).toContainText('busy');
  await heapscope.button('Collect garbage').click();

  const answer = heapscope.page.locator('.jp-Heapscope-collectAnswer');
  await expect(answer).toHaveText(/^freed [\d,]+ objects, /);
  await expect(heapscope.state).toContainText('busy');
  await notebook.command('notebook:interrupt-kernel');
});
