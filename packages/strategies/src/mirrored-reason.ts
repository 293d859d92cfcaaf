/** Rules that say which way the market stands; the short side reads it upside down. */
const PAIRS = [
  ['crossAbove', 'crossBelow'],
  ['priceAboveMa', 'priceBelowMa'],
  ['overBought', 'overSold'],
  ['stochOs', 'stochOb'],
] as const;

const MIRRORED: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([up, down]) => [
    [up, down],
    [down, up],
  ]),
);

/** The name of a rule as it is on the chart, of one that fired on the chart turned over. */
export function mirroredReason(reason: string): string {
  return MIRRORED.get(reason) ?? reason;
}
