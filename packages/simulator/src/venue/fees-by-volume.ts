import { type Decimal, UsageError } from '@fathom/contracts';
import type { FeeRates } from '../fees.js';

/** The fees from a volume on. */
export interface FeeTier extends FeeRates {
  /** Traded in the last 30 days, in the valuation asset. */
  readonly fromVolume: Decimal;
}

/**
 * Fees by a table, as exchanges publish them: the last tier whose `fromVolume` has been reached.
 * @param tiers lowest first; the first from volume 0.
 * @throws {UsageError} when they are not.
 */
export function feesByVolume(tiers: readonly FeeTier[]): (instrument: unknown, volume: Decimal) => FeeRates {
  const [lowest, ...higher] = tiers;
  if (lowest === undefined || !lowest.fromVolume.isZero()) throw new UsageError('fee tiers do not start at volume 0');
  let before = lowest;
  for (const tier of higher) {
    if (!tier.fromVolume.isGreaterThan(before.fromVolume)) {
      throw new UsageError(`fee tiers do not rise at volume ${tier.fromVolume.toString()}`);
    }
    before = tier;
  }
  return (_, volume) => tiers.findLast(({ fromVolume }) => !fromVolume.isGreaterThan(volume)) ?? lowest;
}
