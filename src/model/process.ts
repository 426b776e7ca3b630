import type { Hello } from '../protocol';
import type { UnfinishedCell } from './connection';
import type { EraEnd } from './eras';
import type { MemoryModel } from './memory';
import type { SessionWords } from './words';

const NOTICE = 'kernel:died';

/** A probe answers in another process, or in another life of the probe in the same one. */
export function beginProcess(model: MemoryModel, hello: Hello): void {
  const { kernel, timeline } = model;
  if (timeline.bootId !== null) {
    // A number may come again in another container, or on another machine.
    const isSame = kernel.hello?.pid === hello.pid && !timeline.isProcessOver;
    timeline.endEra(isSame ? 'replaced' : 'restarted');
    model.reset(isSame);
  }
}

/**
 * A kernel process is gone for its notebook: keep what it did, marked as ended, and say what is known of its death.
 *
 * @param cell - What it was sent and did not finish; null for nothing.
 */
export function endProcess(
  model: MemoryModel,
  because: EraEnd,
  cell: UnfinishedCell | null,
  words: SessionWords
): void {
  const { recording, timeline } = model;
  if (cell) {
    timeline.suppose(cell);
  }
  tellDeath(model, because === 'died', words);
  if (because === 'switched') {
    recording.expect(null); // others may use the kernel that comes, and left it off
  }
  if (timeline.bootId !== null) {
    timeline.endEra(because);
  }
}

/** One that did not die is no news. */
function tellDeath(
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
