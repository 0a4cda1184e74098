/** Queries that are kept to be asked again. */
export const mostQueries = 20;

/** The queries asked before, the last one first, with another one asked. */
export function remember(history: readonly string[], query: string): readonly string[] {
  const text = query.trim();
  if (text === "" || text === history[0]) return history;
  return [text, ...history.filter((q) => q !== text)].slice(0, mostQueries);
}
