/** True when one of the texts contains all words of the filter, in any case. */
export function matches(filter: string, ...texts: readonly string[]): boolean {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.length === 0 ||
    texts.some(text => {
      const lower = text.toLowerCase();
      return words.every(word => lower.includes(word));
    })
  );
}
