/** Names that are at most two typing errors from what somebody wrote, the nearest first; at most three. */
export function nearNames(written: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, distance: editDistance(written.toLowerCase(), name) }))
    .filter(({ name, distance }) => distance <= 2 || name.startsWith(written.toLowerCase()))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein distance, row by row (R. A. Wagner, M. J. Fischer, 1974). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = at(previous, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substituted, at(previous, j) + 1, at(current, j - 1) + 1));
    }
    previous = current;
  }
  return at(previous, b.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
