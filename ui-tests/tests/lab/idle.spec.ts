import { MIB } from '../figures';
import { expect, test } from '../fixtures';

const LATER = `
import threading, time
held = []
def grow():
    time.sleep(4)
    held.append(b'x' * 200 * 2**20)
threading.Thread(target=grow).start()
`;

test('what a thread takes after its cell is seen while a view is open', async ({
  heapscope
}) => {
  const notebook = await heapscope.open({ cells: [LATER] });
  await heapscope.probeReady();
  await heapscope.showPanel('Collector');
  await notebook.run(0);
  const before = await heapscope.rssBytes();
  await expect
    .poll(() => heapscope.rssBytes(), { timeout: 15_000 })
    .toBeGreaterThan(before + 190 * MIB);
  await expect(heapscope.rssFigure).toHaveAttribute('title', /Read at/);
  await heapscope.choose('Timeline');
  await expect(
    heapscope.panel.getByRole('row', { name: /between cells/ })
  ).toContainText(/\+(19|20|21)\d\.\d MiB/);
});
