import { expect, test } from '../fixtures';
import { Views } from '../views';

/** A module beside the notebook, and one of Python's own. */
const MODULE = [
  'import json',
  '',
  'def keep(into, size):',
  '    into.append(bytearray(size))',
  '',
  'def fail():',
  '    raise RuntimeError("no")',
  '',
  'def fail_in_json():',
  '    json.loads("{")'
].join('\n');

test('a frame and a site lead to the line of their file, where Jupyter serves it', async ({
  heapscope,
  page
}) => {
  const file = `${heapscope.folder}/orders.py`;
  await page.contents.uploadContent(MODULE, 'text', file);
  const notebook = await heapscope.open({
    cells: [
      'import orders; kept = []; orders.keep(kept, 5_000_000)',
      'orders.fail()',
      'orders.fail_in_json()'
    ]
  });
  await heapscope.probeReady();
  const views = new Views(heapscope);
  const statusBar = page.locator('#jp-main-statusbar');
  await notebook.command('heapscope:set-recording');
  await notebook.run(0);
  await heapscope.showPanel('Allocations');
  const site = views.tableRows('Sites that allocated').first();
  await expect(site).toContainText('orders.py:4');
  await site.getByRole('button').click();
  await expect(page.locator('.jp-FileEditor:visible')).toBeVisible();
  await expect(statusBar).toContainText('Ln 4, Col 1');

  await notebook.run(1);
  await heapscope.showPanel('Stack & Heap');
  const frame = await views.stackRow('frame', 'fail');
  await expect(frame).toContainText('orders.py line 7');
  await frame.getByRole('button').click();
  await expect(page.locator('.jp-FileEditor:visible')).toBeVisible();
  await expect(statusBar).toContainText('Ln 7, Col 1');

  await notebook.run(2);
  const outside = await views.stackRow('frame', 'raw_decode');
  await expect(outside).toContainText('decoder.py line');
  await expect(outside.getByRole('button')).toHaveCount(0);
  await expect(
    outside.locator('.jp-Heapscope-code[title*="decoder.py"]')
  ).toHaveAttribute('title', /not in the folder that Jupyter serves/);
});
