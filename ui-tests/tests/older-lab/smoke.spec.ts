import { testByUrl } from '../fixtures';
import { smokeStory } from '../smoke';

const test = testByUrl('lab/tree');

test('panel, badge and chip in an older JupyterLab', async ({ heapscope }) => {
  await smokeStory(heapscope);
});
