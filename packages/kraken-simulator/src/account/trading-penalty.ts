/** What a transaction adds to the trading engine's counter by the age of the order (docs.kraken.com, "Spot trading limits"). */
interface Penalty {
  /** Counted in any case. */
  readonly fixed: number;
  /** By the order's age: [younger than so many seconds, points], youngest first. */
  readonly byAge: readonly (readonly [number, number])[];
}

const PENALTIES = {
  add: { fixed: 1, byAge: [] },
  amend: {
    fixed: 1,
    byAge: [
      [5, 3],
      [10, 2],
      [15, 1],
    ],
  },
  edit: {
    fixed: 1,
    byAge: [
      [5, 6],
      [10, 5],
      [15, 4],
      [45, 2],
      [90, 1],
    ],
  },
  cancel: {
    fixed: 0,
    byAge: [
      [5, 8],
      [10, 6],
      [15, 5],
      [45, 4],
      [90, 2],
      [300, 1],
    ],
  },
} as const satisfies Record<string, Penalty>;

export type Transaction = keyof typeof PENALTIES;

/**
 * Points of a transaction on an order that was created or last amended `ageMs` ago.
 */
export function tradingPenalty(transaction: Transaction, ageMs = Number.POSITIVE_INFINITY): number {
  const { fixed, byAge }: Penalty = PENALTIES[transaction];
  const step = byAge.find(([seconds]) => ageMs < seconds * 1000);
  return fixed + (step?.[1] ?? 0);
}
