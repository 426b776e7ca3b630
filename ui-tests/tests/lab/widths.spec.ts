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

/** Texts of elements that end beyond the cell of the table that they are in. */
function cutAtEnd(elements: Locator): Promise<string[]> {
  return elements.evaluateAll(found =>
    found
      .filter(element => {
        const words = document.createRange();
        words.selectNodeContents(element.lastChild ?? element);
        const cell = element.closest('[role="gridcell"]');
        const end = cell?.getBoundingClientRect().right ?? 0;
        return words.getBoundingClientRect().right > end + 1;
      })
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

test('numbers of lines and prompts are whole where names give way', async ({
  heapscope,
  page
}) => {
  const name = 'orders_of_the_warehouse_in_the_north';
  const path = `${heapscope.folder}/${name}.py`;
  const lines = [
    ...Array(120).fill('#'),
    'def make(): return bytearray(10**6)'
  ];
  await page.contents.uploadContent(lines.join('\n'), 'text', path);
  const notebook = await heapscope.open({
    cells: [
      `import gc, ${name} as o; x = o.make(); [[n] for n in range(50000)]`
    ]
  });
  await heapscope.probeReady();
  await setSetting(page, 'tracebackFrames', 4);
  await notebook.command('heapscope:set-recording');
  await notebook.run(0);
  const { panel } = heapscope;
  await heapscope.showPanel('Allocations');
  const sites = panel.getByRole('grid', { name: 'Sites that allocated' });
  const line = sites.getByRole('button', { name: /:121$/ });
  for (const by of ['By line', 'By path']) {
    await panel.getByRole('radio', { name: by }).click();
    for (const width of [360, 440, 520]) {
      await setWidth(heapscope, width);
      await expect(line.first()).toBeVisible();
      const first = sites.locator(
        '[data-column="site"] > .jp-Heapscope-place:first-child'
      );
      await expect
        .poll(() => cutAtEnd(first), { message: `${by} at ${width} px` })
        .toEqual([]);
    }
  }

  await heapscope.choose('Collector');
  const collections = panel.getByRole('grid', { name: 'Collections' });
  const prompts = collections.locator('.jp-Heapscope-cellRef');
  for (const width of WIDTHS) {
    await setWidth(heapscope, width);
    await heapscope.choose('Collector');
    await expect(prompts.first()).toBeVisible();
    await expect
      .poll(() => cutAtEnd(prompts), { message: `prompts at ${width} px` })
      .toEqual([]);
    expect(await cutFigures(collections), `at ${width} px`).toEqual([]);
  }
});
