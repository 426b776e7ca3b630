import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from '../fixtures';
import { setSetting } from '../settings';

const VIEWS = [
  'Timeline',
  'Stack & Heap',
  'Variables',
  'Allocations',
  'Collector'
];
const OURS = [
  '.jp-Heapscope-sidebar',
  '.jp-NotebookPanel-toolbar .jp-Heapscope-tooltipAnchor',
  '.jp-Heapscope-cellBadgeHost',
  '#jp-main-statusbar .jp-Heapscope-statusItem'
];

/** What axe finds in our own part of the page that keeps people from using it. */
async function barriers(page: Page): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  for (const selector of OURS) {
    await expect(page.locator(selector).first()).toBeVisible();
    axe.include(selector);
  }
  const { passes, violations } = await axe.analyze();
  const read = passes.find(({ id }) => id === 'color-contrast')?.nodes ?? [];
  expect(read.length, 'texts whose contrast is right').toBeGreaterThan(10);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        ({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`
      )
    );
}

test('nothing of ours is a barrier, in any view and in both themes', async ({
  heapscope,
  page
}) => {
  // Time enough to count all objects: the figures of an older count are greyed.
  await setSetting(page, 'censusBudgetMs', 20_000);
  const notebook = await heapscope.open({
    cells: [
      'class Person: pass\nperson = Person(); person.name = "John"',
      'block = [b"x" * 1000 for _ in range(10_000)]',
      'raise ValueError("no")'
    ]
  });
  await heapscope.probeReady();
  await notebook.command('heapscope:set-recording');
  for (const cell of [0, 1, 2]) {
    await notebook.run(cell);
  }
  await expect(heapscope.run(3)).toHaveCount(1);
  await heapscope.button('Collect garbage').click();
  // JupyterLab's body has no height of its own, and axe takes what is in it for invisible.
  await page.addStyleTag({ content: 'body { height: 100vh }' });
  for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
    await page.theme.setTheme(theme);
    for (const view of VIEWS) {
      await heapscope.showPanel(view);
      await expect(
        heapscope.panel.locator('.jp-Heapscope-view:visible')
      ).toBeVisible();
      await expect(heapscope.panel.locator('.jp-mod-stale')).toHaveCount(0);
      expect.soft(await barriers(page), `${view}, ${theme}`).toEqual([]);
    }
  }
});
