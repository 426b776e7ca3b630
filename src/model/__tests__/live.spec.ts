import { example } from '../../protocol/__tests__/examples';
import type { Need } from '../../tokens';
import { KernelState } from '../kernel';
import { IDLE_INTERVAL_MS, LiveMemory, STILL_MS } from '../live';
import { Pulls } from '../pulls';

let kernel: KernelState;
let pulls: Pulls;
let live: LiveMemory;
let rss: number;
let asked: number;
let stacksAsked: number;

function read(): void {
  const message = example('memory');
  kernel.apply({
    ...message,
    memory: { ...message.memory, rss_bytes: rss }
  });
}

beforeEach(() => {
  jest.useFakeTimers();
  rss = 100;
  asked = 0;
  stacksAsked = 0;
  kernel = new KernelState();
  pulls = new Pulls(async (need: Need) => {
    asked += need === 'memory' ? 1 : 0;
    stacksAsked += need === 'stack' ? 1 : 0;
    read();
    return true;
  });
  live = new LiveMemory(kernel, pulls);
  kernel.update({ phase: 'ready', answersWhileBusy: true });
  read();
});

afterEach(() => {
  live.dispose();
  jest.useRealTimers();
});

/** How often memory is asked for within a time. */
async function askedWithin(ms: number): Promise<number> {
  const before = asked;
  await jest.advanceTimersByTimeAsync(ms);
  return asked - before;
}

describe('LiveMemory', () => {
  it('reads the frames again when something beside the cells moved the memory', async () => {
    pulls.watch('memory');
    pulls.watch('stack');
    await askedWithin(2 * IDLE_INTERVAL_MS);
    const before = stacksAsked;
    await askedWithin(2 * IDLE_INTERVAL_MS);
    expect(stacksAsked).toBe(before);
    rss = 102;
    await askedWithin(2 * IDLE_INTERVAL_MS);
    expect(stacksAsked).toBe(before + 1);
  });

  it('reads an idle kernel while somebody looks, and no other', async () => {
    expect(await askedWithin(10_000)).toBe(0);
    const look = pulls.watch('memory');
    await askedWithin(100);
    expect(await askedWithin(5 * IDLE_INTERVAL_MS)).toBe(5);
    kernel.update({ busy: true });
    expect(await askedWithin(10_000)).toBe(0);
    kernel.update({ busy: false });
    look.dispose();
    expect(await askedWithin(10_000)).toBe(0);
  });

  it('leaves a kernel alone that stands still, until its memory changes', async () => {
    pulls.watch('memory');
    const atMost = STILL_MS / IDLE_INTERVAL_MS + 1;
    expect(await askedWithin(STILL_MS)).toBeLessThanOrEqual(atMost);
    expect(await askedWithin(STILL_MS)).toBeLessThanOrEqual(1);
    expect(await askedWithin(STILL_MS)).toBe(0);
    rss = 200;
    read();
    expect(await askedWithin(10_000)).toBeGreaterThan(3);
  });
});
