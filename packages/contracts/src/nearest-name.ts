/**
 * The candidate a mistyped word most likely meant, for "did you mean …?"; undefined when none is near:
 * more than a third of its letters (at least one) would have to change. Case does not count. Of equally
 * near candidates the first one wins.
 *
 * @param mostChanges letters that may differ, in place of a third; of short names that resemble each other anyway, 1
 *
 * Distance: insertions, deletions, substitutions and swaps of neighbours each count one
 * (optimal string alignment).
 */
export function nearestName(
  word: string,
  candidates: Iterable<string>,
  { mostChanges = Math.max(1, Math.floor(word.length / 3)) }: { readonly mostChanges?: number } = {},
): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let bestDistance = mostChanges + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + changed);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) distance = Math.min(distance, at(beforeLast, j - 2) + 1);
      row.push(distance);
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
