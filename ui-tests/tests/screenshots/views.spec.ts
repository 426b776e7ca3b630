import { galata } from '@jupyterlab/galata';

import { ExampleStory } from '../examples';
import { expect, test } from '../fixtures';
import { takeShots } from '../shots';

/** The pictures of docs/screenshots: each view at the moment of an example that shows it best. */
test.setTimeout(600_000);
test.use({
  // Time enough to count all objects after each cell, on a slow machine too.
  mockSettings: {
    ...galata.DEFAULT_SETTINGS,
    'jupyterlab-heapscope:plugin': { censusBudgetMs: 20_000 }
  }
});

test('views in the orders tour', async ({ heapscope }) => {
  const story = await ExampleStory.open(heapscope, 'orders-tour.ipynb');
  await story.runSlowly(1, 5);
  await story.look('Stack & Heap');
  await expect(story.views.stackRows('frame', 'zscore')).toBeVisible();
  const john = await story.views.treeRow('john', 2);
  await john.row.click();
  await takeShots(story, 'stack', 5);

  await heapscope.showPanel('Allocations');
  await heapscope.panel.getByRole('radio', { name: 'Next cell' }).click();
  await story.runSlowly(6);
  await story.look('Allocations');
  await takeShots(story, 'allocations', 6);

  await heapscope.button('Collect garbage').click();
  await story.runSlowly(7, 8);
  await story.look('Variables');
  await expect(
    story.views
      .tableRows('Variables')
      .locator('[data-column="size"]')
      .getByText('…', { exact: true })
  ).toHaveCount(0, { timeout: 60_000 });
  await takeShots(story, 'variables', 8);

  await heapscope.showPanel('Timeline');
  await takeShots(story, 'timeline', 6);
});

test('the collector in the memory-management example', async ({
  heapscope
}) => {
  const story = await ExampleStory.open(heapscope, 'memory-management.ipynb');
  await story.run(1, 15);
  await heapscope.button('Collect garbage').click();
  await expect(
    heapscope.page.locator('.jp-Heapscope-collectAnswer')
  ).toContainText('freed');
  await story.run(16, 17);
  await story.look('Collector');
  await takeShots(story, 'collector', 16);
});
