import { join } from 'node:path';

import type { IJupyterLabPageFixture } from '@jupyterlab/galata';
import { expect } from '@playwright/test';

import type { ExampleStory } from './examples';

const FOLDER = join(__dirname, '..', '..', 'docs', 'screenshots');

/** The narrowest panel that is designed for, in pixels. */
const NARROW = 280;

const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };

/**
 * Take the window in both themes as `{view}-light.png` and `{view}-dark.png`, and the narrow panel as
 * `{view}-280.png`.
 *
 * @param prompt - The run whose cell stands at the top of the notebook.
 */
export async function takeShots(
  story: ExampleStory,
  view: string,
  prompt: number
): Promise<void> {
  const { heapscope } = story;
  const { page, panel } = heapscope;
  await page.sidebar.close('left');
  await closeLauncher(page);
  for (const [name, theme] of Object.entries(THEMES)) {
    await page.theme.setTheme(theme);
    await story.reveal(prompt);
    await settle(story);
    await page.screenshot({ path: join(FOLDER, `${view}-${name}.png`) });
  }
  await page.theme.setTheme(THEMES.light);
  const width = (await panel.boundingBox())?.width ?? 0;
  await heapscope.resizePanel(NARROW);
  await settle(story);
  await panel.screenshot({ path: join(FOLDER, `${view}-${NARROW}.png`) });
  await heapscope.resizePanel(width);
}

/** Only the notebook stays in the main area. */
async function closeLauncher(page: IJupyterLabPageFixture): Promise<void> {
  await page.evaluate(() => {
    for (const widget of [...window.jupyterapp.shell.widgets('main')]) {
      if (widget.title.label === 'Launcher') {
        widget.close();
      }
    }
  });
}

/** Nothing moves any more, and no tooltip is open. */
async function settle({ heapscope }: ExampleStory): Promise<void> {
  const { page } = heapscope;
  await page.mouse.move(2, 2);
  await expect(page.locator('.jp-Heapscope-tooltip')).toHaveCount(0);
  await page.waitForTimeout(1000);
}
