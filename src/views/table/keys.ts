/** Keys that differ, of names that may be the same: a kernel's texts are cut, and what is no character is replaced. */
export function uniqueKeys(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map(name => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return `${before}:${name}`;
  });
}
