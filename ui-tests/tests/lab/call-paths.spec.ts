import { expect, test } from '../fixtures';
import { setSetting } from '../settings';
import { Views } from '../views';

const SOURCE = [
  'def make(): return bytearray(1_000_000)',
  'def orders(): return make()',
  'def prices(): return make()',
  'kept = [orders() for _ in range(5)] + [prices() for _ in range(9)]'
].join('\n');

test('allocations by the calls that led to them', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: [SOURCE] });
  await heapscope.probeReady();
  await setSetting(page, 'tracebackFrames', 4);
  await notebook.command('heapscope:set-recording');
  await notebook.run(0);
  await heapscope.showPanel('Allocations');
  const views = new Views(heapscope);
  const sites = views.tableRows('Sites that allocated');
  await expect(sites.first()).toContainText('[1]:1');

  await heapscope.panel.getByRole('radio', { name: 'By path' }).click();
  await expect(sites.nth(0)).toContainText('[1]:1 ← [1]:3 ← [1]:4');
  await expect(sites.nth(1)).toContainText('[1]:1 ← [1]:2 ← [1]:4');
  await sites.nth(1).getByRole('button', { name: '[1]:2' }).click();
  await expect(page.locator('#jp-main-statusbar')).toContainText('Ln 2, Col 1');
});
