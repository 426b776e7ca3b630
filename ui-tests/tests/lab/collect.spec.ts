import { countOf } from '../figures';
import { expect, test } from '../fixtures';
import type { HeapscopePage } from '../heapscope';
import { KernelTruth } from '../kernel';

/** A thousand cycles of one object each, which only the collector can free. */
const CYCLES = [
  'import gc; gc.disable()',
  'class Node: pass',
  'for _ in range(1000):',
  '    node = Node(); node.self = node',
  'del node'
].join('\n');

const LEFT =
  "sum(type(o).__name__ == 'Node' for o in __import__('gc').get_objects())";

const ways: Record<string, (heapscope: HeapscopePage) => Promise<void>> = {
  'the mouse': heapscope => heapscope.button('Collect garbage').click(),
  'the palette': async ({ page }) => {
    await page.keyboard.press('Control+Shift+C');
    await page.keyboard.type('Collect Garbage');
    await page
      .locator('.lm-CommandPalette-item', { hasText: /Collect Garbage/i })
      .first()
      .click();
  },
  'the Kernel menu': ({ page }) =>
    page.menu.clickMenuItem('Kernel>Collect Garbage'),
  'the shortcut': ({ page }) => page.keyboard.press('Control+Alt+g')
};

for (const [way, collect] of Object.entries(ways)) {
  test(`Collect garbage by ${way}`, async ({ heapscope }) => {
    const notebook = await heapscope.open({ cells: [CYCLES] });
    await heapscope.probeReady();
    const kernel = new KernelTruth(notebook);
    await notebook.run(0);
    expect(await kernel.value<number>(LEFT)).toBe(1000);
    await collect(heapscope);

    const answer = heapscope.page.locator('.jp-Heapscope-collectAnswer');
    await expect(answer).toHaveText(/^freed [\d,]+ objects, .+, .+ m?s$/);
    expect(countOf(await answer.innerText())).toBeGreaterThanOrEqual(1000);
    expect(await kernel.value<number>(LEFT)).toBe(0);
    await expect(
      heapscope.runs.getByRole('row', { name: /you collected/ })
    ).toHaveCount(1);
  });
}
