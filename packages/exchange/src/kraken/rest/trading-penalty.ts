/** Penalties by the age of the order, seconds below which each holds: docs.kraken.com, "Spot trading rate limits". */
const CANCEL = [
  [5, 8],
  [10, 6],
  [15, 5],
  [45, 4],
  [90, 2],
  [300, 1],
] as const;
const AMEND = [
  [5, 3],
  [10, 2],
  [15, 1],
] as const;

/** What cancelling an order of this age adds to the pair's counter. */
export function cancelPenalty(ageMs: number): number {
  return penalty(CANCEL, ageMs);
}

/** What changing an order of this age adds, besides 1 for the change. */
export function amendPenalty(ageMs: number): number {
  return penalty(AMEND, ageMs);
}

function penalty(table: readonly (readonly [seconds: number, cost: number])[], ageMs: number): number {
  return table.find(([seconds]) => ageMs < seconds * 1000)?.[1] ?? 0;
}
