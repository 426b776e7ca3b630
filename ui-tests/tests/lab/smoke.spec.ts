import { test } from '../fixtures';
import { smokeStory } from '../smoke';

test('panel, badge and chip in JupyterLab', async ({ heapscope }) => {
  await smokeStory(heapscope);
});
