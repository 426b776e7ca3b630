import { expect, test } from '../fixtures';
import type { HeapscopePage } from '../heapscope';
import { tabTo } from '../tabbing';
import { Views } from '../views';

const CELLS = ['first = {"a": [1, 2]}', 'second = [3] * 1000', '"third"'];

/** From anywhere to the tabs of the panel, which is open. */
async function toTabs({ page, panel }: HeapscopePage): Promise<void> {
  await page.keyboard.press('Control+Alt+m');
  await page.keyboard.press('Control+Alt+m');
  await tabTo(panel.getByRole('tab', { selected: true }));
}

test('the panel and its views by keyboard', async ({ heapscope, page }) => {
  const notebook = await heapscope.open({ cells: CELLS });
  // Wide enough for tabs.
  await heapscope.probeReady();
  await notebook.command('heapscope:toggle-panel');
  await notebook.runAll();
  const tab = (name: string) => heapscope.panel.getByRole('tab', { name });

  await page.keyboard.press('Control+Alt+m');
  await expect(
    page.getByRole('region', { name: 'Memory', exact: true })
  ).toBeFocused();
  await tabTo(tab('Timeline'));
  for (const [key, view] of [
    ['ArrowRight', 'Stack & Heap'],
    ['End', 'Collector'],
    ['ArrowLeft', 'Allocations'],
    ['Home', 'Timeline']
  ]) {
    await page.keyboard.press(key);
    await expect(tab(view)).toBeFocused();
    await expect(tab(view)).toHaveAttribute('aria-selected', 'true');
  }

  await tabTo(heapscope.runs);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heapscope.run(2)).toHaveAttribute('aria-selected', 'true');
  expect(await notebook.activeCell()).toBe(1);
  await expect(page.locator('.jp-NotebookPanel:focus-within')).toBeVisible();

  await page.keyboard.press('Control+Alt+m');
  await expect(heapscope.panel).toBeHidden();
  await page.keyboard.press('Control+Alt+m');
  await tabTo(tab('Timeline'));
  await page.keyboard.press('Control+Alt+m');
  await expect(heapscope.panel).toBeHidden();
  await expect(page.locator('.jp-NotebookPanel:focus-within')).toBeVisible();
});

test('tree, tables and menus by keyboard', async ({ heapscope, page }) => {
  const notebook = await heapscope.open({ cells: CELLS });
  await heapscope.probeReady();
  await notebook.runAll();
  const views = new Views(heapscope);
  await toTabs(heapscope);
  await page.keyboard.press('ArrowRight');
  await tabTo(views.stack);
  const first = (await views.treeRow('first', 2)).row;
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await expect(first).toHaveAttribute('data-active', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(first).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(views.stack.locator('[data-active="true"]')).toContainText(
    "'a'"
  );
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(first).toHaveAttribute('aria-expanded', 'false');

  await toTabs(heapscope);
  await page.keyboard.press('ArrowRight');
  const rows = views.tableRows('Variables');
  await expect(rows).not.toHaveCount(0);
  await tabTo(heapscope.panel.getByRole('searchbox', { name: 'Filter names' }));
  await page.keyboard.type('second');
  await expect(rows).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(rows).toHaveCount(2);

  const menu = heapscope.panel.getByRole('button', { name: 'Export' }).first();
  await tabTo(menu);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'CSV' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toMatch(/\.json$/);

  const head = heapscope.panel
    .getByRole('grid', { name: 'Variables' })
    .getByRole('columnheader', { name: 'Name' });
  await tabTo(head.getByRole('button'));
  await page.keyboard.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await expect(rows.first()).toContainText('first');
});

test('a badge by keyboard', async ({ heapscope, page }) => {
  const notebook = await heapscope.open({ cells: CELLS });
  await heapscope.probeReady();
  await notebook.runAll();
  await heapscope.showPanel('Collector');
  await expect(heapscope.badge(1)).toBeVisible();
  await notebook.choose(1);
  await notebook.command('notebook:enter-command-mode');
  await page.locator('.jp-NotebookPanel:visible .jp-Cell').nth(1).focus();
  await tabTo(heapscope.badge(1));
  await expect(heapscope.tooltip).toContainText('Memory of cell [2]');
  await expect(heapscope.badge(1)).toHaveAccessibleDescription(
    /Memory of cell \[2\]/
  );
  await page.keyboard.press('Escape');
  await expect(heapscope.tooltip).toHaveCount(0);
  await expect(heapscope.badge(1)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heapscope.run(2)).toHaveAttribute('aria-selected', 'true');
});
