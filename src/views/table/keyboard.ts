/**
 * Where a key leads in a list.
 *
 * @param key - `KeyboardEvent.key`.
 * @param index - The active row, -1 for none.
 * @param count - Rows in all.
 * @param page - Rows that fit in the view.
 * @returns The row to go to, or null when the key does not move.
 */
export function moveTo(
  key: string,
  index: number,
  count: number,
  page: number
): number | null {
  const target = {
    ArrowUp: index - 1,
    ArrowDown: index + 1,
    PageUp: index - page,
    PageDown: index + page,
    Home: 0,
    End: count - 1
  }[key];
  if (target === undefined || count === 0) {
    return null;
  }
  return Math.min(count - 1, Math.max(0, target));
}
