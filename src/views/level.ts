import type { ProcessMemory } from '../protocol';
import type { HeapscopeSettings } from '../model/settings';

/** How near to its limit the kernel is. */
export type Level = 'normal' | 'warning' | 'critical';

export type Thresholds = Pick<
  HeapscopeSettings,
  'warnPercent' | 'criticalPercent'
>;

/** RSS as a share of the limit, 0 to 1 and beyond; null where either is unknown. */
export function shareOfLimit(memory: ProcessMemory | null): number | null {
  if (!memory?.limit_bytes || memory.rss_bytes === null) {
    return null;
  }
  return memory.rss_bytes / memory.limit_bytes;
}

export function levelOf(
  memory: ProcessMemory | null,
  thresholds: Thresholds
): Level {
  const percent = (shareOfLimit(memory) ?? 0) * 100;
  if (percent >= thresholds.criticalPercent) {
    return 'critical';
  }
  return percent >= thresholds.warnPercent ? 'warning' : 'normal';
}
