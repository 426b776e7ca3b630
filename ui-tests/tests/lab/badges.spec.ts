import { expect, test } from '../fixtures';

const block = (mib: number) => `block = b"x" * ${mib} * 2**20; del block`;

test('badges go with their cells: moved, copied, deleted and run again', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({
    cells: ['first = b"x" * 30 * 2**20', 'second = b"x" * 60 * 2**20', '3']
  });
  await heapscope.probeReady();
  await notebook.run(0);
  await notebook.run(1);
  await expect(heapscope.badge(0)).toContainText(/\+30\.\d MiB/);
  await expect(heapscope.badge(1)).toContainText(/\+60\.\d MiB/);

  await notebook.choose(0);
  await notebook.command('notebook:move-cell-down');
  await expect(heapscope.badge(0)).toContainText(/\+60\.\d MiB/);
  await expect(heapscope.badge(1)).toContainText(/\+30\.\d MiB/);

  // A copy has not run.
  await notebook.choose(0);
  await notebook.command('notebook:copy-cell');
  await notebook.command('notebook:paste-cell-below');
  await expect(heapscope.badges).toHaveCount(2);
  await expect(heapscope.badge(1)).toHaveCount(0);

  await notebook.choose(0);
  await notebook.command('notebook:delete-cell');
  await expect(heapscope.badges).toHaveCount(1);

  await notebook.run(1);
  await expect(heapscope.badge(1)).not.toContainText('30');
});

test('badges stay right in a windowed notebook of many cells', async ({
  heapscope
}) => {
  test.setTimeout(180_000);
  const count = 120;
  const cells = Array.from({ length: count }, (_, n) => block(n % 20));
  const notebook = await heapscope.open({ cells });
  await heapscope.probeReady();
  await notebook.runAll();
  await expect(heapscope.runs).toContainText(`[${count}]`);

  const panel = await notebook.panel();
  for (const index of [0, count - 1, count / 2, 0]) {
    await panel.evaluate(
      ({ content }, at) => content.scrollToItem(at, 'center'),
      index
    );
    const cell = heapscope.page.locator(
      `.jp-NotebookPanel:visible [data-windowed-list-index="${index}"]`
    );
    await expect(cell.locator('.jp-Heapscope-cellBadge')).toHaveCount(1);
    await expect(cell.locator('.jp-InputPrompt')).toHaveText(`[${index + 1}]:`);
  }
});

test('a click on a badge shows its run in the timeline', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: ['1', '2', '3'] });
  await heapscope.probeReady();
  await notebook.runAll();
  await heapscope.showPanel('Collector');
  await heapscope.badge(1).click();

  await expect(
    heapscope.panel.getByRole('tab', { name: 'Timeline' })
  ).toHaveAttribute('aria-selected', 'true');
  await expect(heapscope.run(2)).toHaveAttribute('aria-selected', 'true');
});
