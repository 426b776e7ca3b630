import { expect, testByUrl } from '../fixtures';
import { smokeStory } from '../smoke';

const test = testByUrl('lab/tree');

test('panel, badge and chip in an older JupyterLab', async ({
  heapscope,
  page
}) => {
  const unsatisfied: string[] = [];
  page.on('console', message => {
    if (message.text().includes('Unsatisfied version')) {
      unsatisfied.push(message.text());
    }
  });
  await smokeStory(heapscope);
  expect(unsatisfied, 'shared modules that want a newer JupyterLab').toEqual(
    []
  );
});
