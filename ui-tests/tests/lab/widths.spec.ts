import type { Locator } from '@playwright/test';

import { bytesOf } from '../figures';
import { expect, test } from '../fixtures';
import type { HeapscopePage } from '../heapscope';
import { setSetting } from '../settings';
import { tabTo } from '../tabbing';
import { Views } from '../views';

/** From the narrowest panel that is designed for to one with room for all columns, in pixels. */
const WIDTHS = [280, 440, 520, 700];
/** From here on views are tabs, in pixels. */
const TABS = 340;

/** A heap of which most is never looked at one by one in an estimate. */
const MANY = 'many = [[str(n), (n, -n)] for n in range(400_000)]';

/** Figures of a table, its head and sums included, that are not seen whole. */
function cutFigures(table: Locator): Promise<string[]> {
  return table
    .locator('[data-numeric="true"], [data-numeric="true"] span')
    .evaluateAll(figures =>
      figures
        .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
        .map(({ textContent }) => textContent ?? '')
    );
}

async function setWidth(
  heapscope: HeapscopePage,
  width: number
): Promise<void> {
  await heapscope.resizePanel(width);
  await expect
    .poll(async () => {
      const box = await heapscope.panel.boundingBox();
      return Math.abs((box?.width ?? 0) - width);
    })
    .toBeLessThan(3);
}

/** At each width the figures of the census are whole, and the sizes are among them. */
async function expectWholeFigures(heapscope: HeapscopePage): Promise<void> {
  const census = heapscope.panel.getByRole('grid', { name: 'Census by type' });
  for (const width of WIDTHS) {
    await setWidth(heapscope, width);
    await expect
      .poll(() => cutFigures(census), { message: `at ${width} px` })
      .toEqual([]);
    await expect(
      census.getByRole('columnheader', { name: /^Size/ }),
      `the sizes at ${width} px`
    ).toBeVisible();
  }
}

test('figures of a census, counted or estimated, are whole in a panel of any width', async ({
  heapscope
}) => {
  const { page, panel } = heapscope;
  await setSetting(page, 'censusBudgetMs', 60_000);
  const notebook = await heapscope.open({ cells: ['1', MANY] });
  await heapscope.probeReady();
  await heapscope.showPanel('Variables');
  await notebook.runAll();
  const summary = panel.locator('.jp-Heapscope-summary').last();
  await expect(summary).toContainText(/complete, in .* after \[2\]/);
  await expectWholeFigures(heapscope);

  const [, took, unit] =
    /in ([\d.]+) (m?s) after/.exec(await summary.innerText()) ?? [];
  const tookMs = Number(took) * (unit === 's' ? 1000 : 1);
  await setSetting(page, 'censusBudgetMs', Math.round(0.9 * tookMs));
  // A machine that stalls meanwhile cuts the count instead.
  await expect(async () => {
    await notebook.command('heapscope:refresh');
    await expect(summary).toContainText('estimated', { timeout: 10_000 });
  }).toPass();
  await expectWholeFigures(heapscope);
  const views = new Views(heapscope);
  const row = await views.tableRow('Census by type', 'type', 'tuple');
  expect(await views.cell(row, 'size')).toMatch(/^≈ /);
  expect(bytesOf(await views.cell(row, 'size_error'))).toBeGreaterThan(0);
});

test('all views are in reach of mouse and keys, as tabs and as a menu', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await notebook.run(0);
  await setWidth(heapscope, TABS);
  const tabs = heapscope.panel.getByRole('tablist');
  expect(
    await tabs.evaluate(({ scrollWidth, clientWidth }) => [
      scrollWidth,
      clientWidth
    ])
  ).toEqual([TABS, TABS]);
  const titles = await tabs.getByRole('tab').allInnerTexts();
  expect(titles).toHaveLength(5);
  for (const title of titles) {
    const tab = tabs.getByRole('tab', { name: title });
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }

  await setWidth(heapscope, WIDTHS[0]);
  await expect(tabs).toBeHidden();
  const menu = heapscope.panel.getByRole('combobox', {
    name: 'Views of memory'
  });
  await page.keyboard.press('Control+Alt+m');
  await page.keyboard.press('Control+Alt+m');
  await tabTo(menu);
  await page.keyboard.press('Home');
  for (const title of titles) {
    await expect(menu.locator('option:checked')).toHaveText(title);
    await expect(
      heapscope.panel.getByRole('tabpanel', { name: title })
    ).toBeVisible();
    await expect(menu).toBeFocused();
    await page.keyboard.press('ArrowDown');
  }
});
