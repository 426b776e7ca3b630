import { expect } from '@playwright/test';
import type { Locator } from '@playwright/test';

/** Go forward by the Tab key until an element has the focus. */
export async function tabTo(target: Locator): Promise<void> {
  const page = target.page();
  const isThere = () =>
    target.evaluate(element => element === document.activeElement);
  for (let steps = 0; steps < 40 && !(await isThere()); steps++) {
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}
