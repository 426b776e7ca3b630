import { useEffect, useRef, useState } from 'react';

import type { RunningRun } from '../../model/timeline';

const TICK_MS = 1000;

/** How long a run has gone on, ms; also between two words of it, and not by the kernel's clock, which need not be ours. */
export function useElapsed(running: RunningRun | null): number {
  const seen = useRef({ running, atMs: 0, sinceMs: 0 });
  const [, tick] = useState(0);
  const isRunning = running !== null;
  useEffect(() => {
    if (!isRunning) {
      return;
    }
    const timer = window.setInterval(() => tick(count => count + 1), TICK_MS);
    return () => window.clearInterval(timer);
  }, [isRunning]);

  if (seen.current.running !== running) {
    seen.current = {
      running,
      atMs: running?.elapsedMs ?? 0,
      sinceMs: performance.now()
    };
  }
  return running
    ? seen.current.atMs + performance.now() - seen.current.sinceMs
    : 0;
}
