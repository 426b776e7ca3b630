import { expect, testByUrl } from '../fixtures';
import { smokeStory } from '../smoke';

const test = testByUrl('notebooks');

test('panel, badge and chip in Notebook 7', async ({ heapscope }) => {
  await smokeStory(heapscope);
});

test('there is no panel beside the notebook, which has one main widget', async ({
  heapscope
}) => {
  await heapscope.open({ cells: ['1'] });
  await heapscope.probeReady();
  await heapscope.panel
    .getByRole('button', { name: 'More of the memory panel' })
    .click();
  await expect(
    heapscope.page.getByRole('menuitem', { name: /beside the notebook/ })
  ).toHaveCount(0);
});
