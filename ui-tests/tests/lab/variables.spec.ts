import { bytesOf, near, ROUNDING } from '../figures';
import { expect, test } from '../fixtures';
import { KernelTruth } from '../kernel';
import { Views } from '../views';

const MANY = [
  'globals().update({f"v{number:05}": number for number in range(10_000)})',
  'huge = "<b>x</b>" * 5_000_000'
].join('\n');

const TABLE = [
  'import pandas as pd, sys',
  'text = "x" * 1_000_000',
  'df = pd.DataFrame({f"column {at}": range(at, 2_000_000 + at) for at in range(10)})',
  'series = pd.Series(range(2_000_000))'
].join('\n');

test('of ten thousand names the largest comes first, and the filter finds every one', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: [MANY] });
  await heapscope.probeReady();
  await notebook.run(0);
  await heapscope.showPanel('Variables');
  const { panel } = heapscope;
  const names = new Views(heapscope).tableRows('Variables');
  await expect(names.first()).toContainText('huge');
  await expect(names.first()).toContainText('38.1 MiB');
  await expect(
    panel.getByText('Only the 2,000 largest names are listed.')
  ).toBeVisible();
  await panel.screenshot({ path: test.info().outputPath('many.png') });

  const filter = panel.getByRole('searchbox', { name: 'Filter names' });
  for (const [words, name] of [
    ['HUGE', 'huge'],
    ['v09998', 'v09998']
  ]) {
    await filter.fill(words);
    await expect(names).toHaveCount(1);
    await expect(names.first()).toContainText(name);
    await expect(panel.getByText(/largest names/)).toHaveCount(0);
  }
  await panel.screenshot({ path: test.info().outputPath('found.png') });
  await filter.fill('no such name');
  await expect(
    panel.getByText('All names are hidden or filtered out.')
  ).toBeVisible();
});

test('a table comes first, with what its columns take', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: [TABLE] });
  await heapscope.probeReady();
  await notebook.run(0);
  await heapscope.showPanel('Variables');
  const views = new Views(heapscope);
  const names = views.tableRows('Variables');
  await expect(names.first()).toContainText('df');
  const kernel = new KernelTruth(notebook);
  for (const name of ['df', 'series', 'text']) {
    const row = await views.tableRow('Variables', 'name', name);
    const truth = await kernel.value<number>(`sys.getsizeof(${name})`);
    const size = bytesOf(await views.cell(row, 'size'));
    near(size, truth, ROUNDING, `sys.getsizeof(${name})`);
  }
  await expect(
    names.first().locator('[data-column="size"] > span')
  ).toHaveAttribute('title', /that this name alone holds/);
  await heapscope.resizePanel(700);
  await heapscope.panel.screenshot({
    path: test.info().outputPath('table.png')
  });
});
