import { env } from 'node:process';

import { expect, test } from '../fixtures';
import type { OpenNotebook } from '../notebook';
import { setSetting } from '../settings';
import { Views } from '../views';

/** How many cells are run; with 5,000 this takes some two minutes on two cores. */
const RUNS = Number(env.UI_TEST_RUNS ?? 1000);
/** Of the setting that says how many are kept. */
const DEFAULT_LENGTH = 5000;
/** Requests that wait in the kernel at a time: more would fill ZeroMQ's queues. */
const AT_ONCE = 200;
const CELLS = ['first = 1', 'second = 2', 'third = 3'];

/** Run `pass` in the notebook's kernel again and again, each time as one of its cells. */
async function runOften(notebook: OpenNotebook, times: number): Promise<void> {
  const panel = await notebook.panel();
  await panel.evaluate(
    async ({ sessionContext }, { count, atOnce, cells }) => {
      const kernel = sessionContext.session!.kernel!;
      const run = (index: number) =>
        kernel.requestExecute({ code: 'pass', store_history: true }, true, {
          cellId: `cell-${index % cells}`
        }).done;
      for (let done = 0; done < count; done += atOnce) {
        const batch = Math.min(atOnce, count - done);
        await Promise.all(Array.from({ length: batch }, (_, n) => run(n)));
      }
    },
    { count: times, atOnce: AT_ONCE, cells: CELLS.length }
  );
}

const written = (count: number) => count.toLocaleString('en-US');

test(`a history of ${written(RUNS)} runs stays at hand`, async ({
  heapscope,
  page
}) => {
  test.setTimeout(60_000 + RUNS * 60);
  const notebook = await heapscope.open({ cells: CELLS });
  await heapscope.probeReady();
  const { runs } = heapscope;
  await runOften(notebook, RUNS);
  await expect(heapscope.panel).toContainText(`${written(RUNS)} runs`);
  // The newest row stays in view as they come.
  await expect(heapscope.run(RUNS)).toBeInViewport();

  await notebook.choose(2);
  await runs.focus();
  await page.keyboard.press('Home');
  await expect(heapscope.run(1)).toBeInViewport();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heapscope.run(2)).toHaveAttribute('aria-selected', 'true');
  expect(await notebook.activeCell()).toBe(1);
  await heapscope.run(1).click();
  await expect(heapscope.run(1)).toHaveAttribute('aria-selected', 'true');
  expect(await notebook.activeCell()).toBe(0);

  await runs.focus();
  await page.keyboard.press('End');
  await expect(heapscope.run(RUNS)).toBeInViewport();
  await notebook.run(2);
  await expect(heapscope.run(RUNS + 1)).toBeInViewport();
  await expect(heapscope.badge(2)).toBeVisible();

  const file = await new Views(heapscope).exported('CSV');
  const lines = file.trimEnd().split('\r\n');
  const column = lines[0].split(',').indexOf('execution_count');
  const prompts = lines.slice(1).map(line => Number(line.split(',')[column]));
  const kept = Math.min(RUNS + 1, DEFAULT_LENGTH);
  const expected = Array.from({ length: kept }, (_, n) => RUNS + 2 - kept + n);
  expect(prompts).toEqual(expected);

  await setSetting(page, 'historyLength', 100);
  await expect(heapscope.panel).toContainText('100 runs');
  await runs.focus();
  await page.keyboard.press('Home');
  await expect(heapscope.run(RUNS - 98)).toBeInViewport();
  await expect(heapscope.run(RUNS - 99)).toHaveCount(0);
});
