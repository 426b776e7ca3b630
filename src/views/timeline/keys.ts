/** Runs that a Page key goes over. */
const PAGE = 10;

/**
 * The run that a key leads to from the selected one; without a selection, the first step is to the newest run.
 *
 * @param key - `KeyboardEvent.key`.
 * @param runs - Keys of all runs in order.
 * @returns Null when the key does not move.
 */
export function moveRun(
  key: string,
  runs: readonly string[],
  selected: string | null
): string | null {
  const last = runs.length - 1;
  const at = selected === null ? -1 : runs.indexOf(selected);
  const targets: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - PAGE,
    PageUp: at + PAGE,
    Home: 0,
    End: last
  };
  const target = targets[key];
  if (target === undefined || last < 0) {
    return null;
  }
  const bounded = Math.min(last, Math.max(0, target));
  return runs[at < 0 && key !== 'Home' ? last : bounded];
}
