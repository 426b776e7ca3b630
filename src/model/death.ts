import type { MemoryModel } from './memory';
import type { SessionWords } from './words';

const NOTICE = 'kernel:died';

/** Say of a kernel that ended that it died, and what it did then; one that did not die is no news. */
export function tellDeath(
  model: MemoryModel,
  hasDied: boolean,
  words: SessionWords
): void {
  const { kernel, notices, timeline } = model;
  if (!hasDied) {
    notices.dismiss(NOTICE);
    return;
  }
  const text = words.died({
    isRestarted: kernel.facts.phase !== 'dead',
    running: timeline.running,
    rssBytes: kernel.memory?.rss_bytes ?? null
  });
  notices.show({ id: NOTICE, level: 'error', text, detail: null });
}
