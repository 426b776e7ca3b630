import type { Locator } from '@playwright/test';

import { expect, test } from '../fixtures';
import type { HeapscopePage } from '../heapscope';
import { Views } from '../views';

/** Windows of laptops, in pixels. */
const WINDOWS = [
  { width: 1366, height: 650 },
  { width: 1400, height: 757 }
];
/** As it comes, in pixels. */
const PANEL_WIDTH = 440;

const NAMES = Array.from({ length: 20 }, (_, n) => `name${n} = [${n}]`);
const CYCLES = [
  'class Node: pass',
  'for _ in range(20_000):',
  '    node = Node(); node.self = node'
].join('\n');
const DIES = 'import os, time; time.sleep(1); os.kill(os.getpid(), 9)';

/** Rows of a table that are seen as a whole, but for a border: between head and sums, within the window. */
function wholeRows(table: Locator): Promise<number> {
  return table.evaluate(grid => {
    const box = (element: Element | null) => element?.getBoundingClientRect();
    const seen = box(grid);
    const top = box(grid.querySelector('.jp-Heapscope-gridHead'))?.bottom ?? 0;
    const footer = box(grid.querySelector('.jp-Heapscope-gridFooter'))?.top;
    const bottom = Math.min(
      footer ?? Infinity,
      seen?.bottom ?? 0,
      window.innerHeight
    );
    return [...grid.querySelectorAll('[role=presentation] > [role=row]')]
      .map(row => row.getBoundingClientRect())
      .filter(row => row.top >= top - 2 && row.bottom <= bottom + 2).length;
  });
}

/** What scrolls around the tables. */
function scrolling(heapscope: HeapscopePage): Promise<string[]> {
  return heapscope.panel.evaluate(panel =>
    [...panel.querySelectorAll('*')]
      .filter(
        element =>
          element.clientHeight > 0 &&
          element.scrollHeight > element.clientHeight &&
          getComputedStyle(element).overflowY === 'auto' &&
          element.getAttribute('role') !== 'grid'
      )
      .map(element => element.className)
  );
}

async function expectRoom(
  heapscope: HeapscopePage,
  name: string,
  least: number
): Promise<void> {
  const table = heapscope.panel.getByRole('grid', { name });
  await expect
    .poll(() => wholeRows(table), { message: name })
    .toBeGreaterThanOrEqual(least);
  await expect.poll(() => scrolling(heapscope)).toEqual([]);
}

for (const size of WINDOWS) {
  test(`the tables have room in a window of ${size.width} × ${size.height}`, async ({
    heapscope,
    page
  }) => {
    await page.setViewportSize(size);
    const notebook = await heapscope.open({
      cells: [NAMES.join('\n'), CYCLES, '1', '2', '3', '4']
    });
    await heapscope.probeReady();
    await heapscope.resizePanel(PANEL_WIDTH);
    await notebook.runAll();
    await expect(heapscope.run(6)).toHaveCount(1);

    await heapscope.choose('Timeline');
    await expectRoom(heapscope, 'Cell runs', 5);
    const chart = await heapscope.chart.boundingBox();
    expect(chart?.height).toBeGreaterThanOrEqual(90);
    await heapscope.choose('Collector');
    await expectRoom(heapscope, 'Collections', 4);
    await heapscope.panel
      .getByRole('button', { name: 'Collect garbage' })
      .last()
      .click();
    await expect(
      heapscope.panel.getByText(/^Found .* unreachable/)
    ).toBeVisible();
    await expectRoom(heapscope, 'Collections', 4);
    await heapscope.choose('Variables');
    await expectRoom(heapscope, 'Census by type', 4);
  });
}

test('names and types have rows at a zoom of 200 %', async ({
  heapscope,
  page
}) => {
  const notebook = await heapscope.open({ cells: [NAMES.join('\n')] });
  await heapscope.probeReady();
  await heapscope.showPanel('Variables');
  await notebook.run(0);
  await page.setViewportSize({ width: 700, height: 450 });
  const views = new Views(heapscope);
  const names = views.tableRows('Variables');
  await expect(names.first()).toBeInViewport({ ratio: 1 });
  await expect(names.nth(2)).toBeInViewport({ ratio: 1 });
  const types = views.tableRows('Census by type');
  await types.nth(3).scrollIntoViewIfNeeded();
  await expect(types.nth(1)).toBeInViewport({ ratio: 1 });
  await expect(types.nth(3)).toBeInViewport({ ratio: 1 });
});

test('the row of the cell that killed its kernel is in view in a low window', async ({
  heapscope,
  page
}) => {
  await page.setViewportSize(WINDOWS[0]);
  const notebook = await heapscope.open({ cells: ['1', '2', '3', '4', DIES] });
  await heapscope.probeReady();
  await heapscope.resizePanel(PANEL_WIDTH);
  for (const index of [0, 1, 2, 3]) {
    await notebook.run(index);
  }
  await notebook.start(4);
  await page.getByRole('button', { name: 'Ok', exact: true }).click();
  await notebook.kernelReady();
  await expect(heapscope.notices).toContainText('It was running [5]');
  await expect(heapscope.run(5)).toBeInViewport({ ratio: 1 });
  await expectRoom(heapscope, 'Cell runs', 4);
});

test('the answer to Collect garbage is beside the button that has it folded away', async ({
  heapscope,
  page
}) => {
  await page.setViewportSize(WINDOWS[0]);
  await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await heapscope.resizePanel(820);
  await expect(heapscope.button('Collect garbage')).toBeHidden();
  const opener = page.locator('.jp-Toolbar-responsive-opener:visible');
  await page.keyboard.press('Control+Alt+g');
  const answer = heapscope.tooltip.filter({ hasText: 'freed' });
  await expect(answer).toBeVisible();
  const below = await opener.boundingBox();
  const box = await answer.boundingBox();
  const middle = (below?.x ?? 0) + (below?.width ?? 0) / 2;
  expect(box?.y).toBeGreaterThan(below?.y ?? Infinity);
  expect(box?.x).toBeLessThan(middle);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeGreaterThan(middle);
});
