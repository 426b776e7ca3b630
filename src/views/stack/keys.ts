import type { TreeRow } from './rows';

/** What a key does in the tree, besides moving up and down. */
export type TreeStep =
  { readonly toggle: TreeRow } | { readonly activate: number };

/** Right opens or goes inside, Left closes or goes out; null for other keys, and where there is nothing to do. */
export function treeStep(
  key: string,
  rows: readonly TreeRow[],
  index: number
): TreeStep | null {
  const row = rows[index];
  if (key === 'ArrowRight' && row.expanded !== null) {
    return row.expanded
      ? { activate: Math.min(index + 1, rows.length - 1) }
      : { toggle: row };
  }
  if (key === 'ArrowLeft') {
    return row.expanded ? { toggle: row } : { activate: parent(rows, index) };
  }
  return null;
}

/** The nearest row above that is further out; the row itself at the outermost level. */
function parent(rows: readonly TreeRow[], index: number): number {
  const { level } = rows[index];
  for (let at = index - 1; at >= 0; at--) {
    if (rows[at].level < level) {
      return at;
    }
  }
  return index;
}
