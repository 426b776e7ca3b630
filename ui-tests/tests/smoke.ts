import { expect } from '@playwright/test';

import { bytesOf, MIB } from './figures';
import type { HeapscopePage } from './heapscope';
import { KernelTruth } from './kernel';

/** A cell that allocates shows in panel, badge and chip as the kernel has it. */
export async function smokeStory(heapscope: HeapscopePage): Promise<void> {
  const notebook = await heapscope.open({
    cells: ['block = b"x" * 100 * 2**20']
  });
  await heapscope.probeReady();
  const kernel = new KernelTruth(notebook);
  const pid = await kernel.pid();
  await notebook.run(0);

  await expect(heapscope.run(1)).toHaveCount(1);
  const delta = await heapscope.runFigure(1, 'delta').innerText();
  expect(bytesOf(delta) / MIB).toBeCloseTo(100, -0.5);
  await expect(heapscope.badge(0)).toContainText(delta.trim());
  await expect(heapscope.chip).toContainText('MiB');
  await expect
    .poll(async () => (await heapscope.rssBytes()) / kernel.rssBytes(pid))
    .toBeCloseTo(1, 1);
}
