import { expect, test } from '../fixtures';
import type { HeapscopePage } from '../heapscope';
import { setSetting } from '../settings';

const CELLS = [
  'x = 1\nx',
  'print("text"); x + 1',
  '_ + 10',
  'raise ValueError("no")',
  'In[1:], sorted(Out)',
  'sorted(name for name in globals() if not name.startswith("_"))'
];

/** Run a notebook with Heapscope on or off and give the text of the saved file. */
async function savedFile(
  heapscope: HeapscopePage,
  name: string,
  enabled: boolean
): Promise<string> {
  const { page } = heapscope;
  await setSetting(page, 'enabled', enabled);
  const notebook = await heapscope.open({ cells: CELLS }, name);
  if (enabled) {
    await heapscope.probeReady();
    await heapscope.showPanel('Variables');
  }
  for (const index of CELLS.keys()) {
    await notebook.run(index);
  }
  if (enabled) {
    await heapscope.button('Collect garbage').click();
    await expect(heapscope.badge(CELLS.length - 1)).toBeVisible();
  }
  await page.notebook.save();
  const file = await page.request.get(`/files/${notebook.path}`);
  return file.text();
}

test('the saved notebook is byte for byte the same with and without Heapscope', async ({
  heapscope
}) => {
  const without = await savedFile(heapscope, 'without.ipynb', false);
  expect(without).toContain('"execution_count": 6');
  const withIt = await savedFile(heapscope, 'with.ipynb', true);
  expect(withIt).toBe(without);
});
