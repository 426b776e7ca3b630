import type { IJupyterLabPageFixture } from '@jupyterlab/galata';

/** Change a setting of Heapscope, as the settings editor does. */
export async function setSetting(
  page: IJupyterLabPageFixture,
  name: string,
  value: boolean | number
): Promise<void> {
  await page.evaluate(
    async ([key, wanted]) => {
      const registry = await window.galata.getPlugin(
        '@jupyterlab/apputils-extension:settings'
      );
      await registry!.set('jupyterlab-heapscope:plugin', key, wanted);
    },
    [name, value] as const
  );
}
