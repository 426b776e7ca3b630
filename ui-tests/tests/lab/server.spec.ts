import { bytesOf, MIB } from '../figures';
import { expect, test as plainTest } from '../fixtures';
import { KernelTruth } from '../kernel';
import { Plug } from '../plug';
import { Wire } from '../wire';

const test = plainTest.extend<{ plug: Plug }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads here which fixtures it needs: none
  plug: async ({}, use, { project }) => {
    const plug = await Plug.before(project.use.baseURL!);
    await use(plug);
    await plug.close();
  },
  baseURL: async ({ plug }, use) => use(plug.url)
});

test.afterEach(({ plug }) => plug.putBack());

test('the server unplugged while cells run, and back: nothing is lost, nothing comes twice', async ({
  heapscope,
  page,
  plug
}) => {
  const wire = new Wire(page);
  const notebook = await heapscope.open({
    cells: [
      '1',
      'import time; time.sleep(5)',
      'block = b"x" * 50 * 2**20',
      'time.sleep(1); done = True'
    ]
  });
  await heapscope.probeReady();
  const kernel = new KernelTruth(notebook);
  const pid = await kernel.pid();
  const before = kernel.rssBytes(pid);
  await notebook.run(0);
  await expect(heapscope.run(1)).toHaveCount(1);
  for (const cell of [1, 2, 3]) {
    await notebook.start(cell);
  }
  await expect(heapscope.badge(1)).toContainText('live');
  // Galata stands between page and server, and does not bear it that the server is gone.
  await page.unrouteAll({ behavior: 'wait' });
  plug.pull();

  await expect(heapscope.state).toContainText('server out of reach');
  await expect(heapscope.notices).toContainText('The server is out of reach.');
  await expect(heapscope.run(1)).toHaveCount(1);
  await expect(heapscope.rssFigure).toHaveAttribute('data-bytes', /\d+/);
  // The kernel goes on: [3] begins and ends unseen.
  await expect
    .poll(() => kernel.rssBytes(pid) - before)
    .toBeGreaterThan(45 * MIB);
  await page.waitForTimeout(2000);
  await expect(heapscope.run(3)).toHaveCount(0);
  wire.clear();
  plug.putBack();

  await expect(heapscope.state).toHaveText('idle', { timeout: 60_000 });
  expect(wire.sent('history_request')).toBeGreaterThan(0);
  expect(await kernel.value<boolean>('done')).toBe(true);
  for (const prompt of [1, 2, 3, 4]) {
    await expect(heapscope.run(prompt)).toHaveCount(1);
    await expect(heapscope.badge(prompt - 1)).not.toContainText('live');
  }
  const delta = await heapscope.runFigure(3, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(50, -0.5);
  await expect(heapscope.badge(2)).toContainText(delta.trim());
  await expect(heapscope.notices).toHaveCount(0);

  await notebook.run(0);
  await expect(heapscope.run(5)).toHaveCount(1);
  await expect(heapscope.runRows).toHaveCount(5);
});
