import { Decimal, type Instrument } from '@fathom/contracts';

/** What Kraken takes from `volume` on; percent of the cost. */
export interface FeeTier {
  /** 30-day volume in USD from which the tier holds. */
  readonly volume: number;
  readonly takerPercent: Decimal;
  readonly makerPercent: Decimal;
}

/** Volume, taker, maker; the fees in hundredths of a percent. */
type Line = readonly [volume: number, taker: number, maker: number];

/**
 * `fees` and `fees_maker` of BTC/USD in Kraken's AssetPairs, recorded 2025-11-11; the last two tiers appear in
 * recordings of 2026, where the others are unchanged. (In late 2026 AssetPairs began to answer empty fee lists.)
 */
const STANDARD: readonly Line[] = [
  [0, 40, 25],
  [10_000, 35, 20],
  [50_000, 24, 14],
  [100_000, 22, 12],
  [250_000, 20, 10],
  [500_000, 18, 8],
  [1_000_000, 16, 6],
  [2_500_000, 14, 4],
  [5_000_000, 12, 2],
  [10_000_000, 10, 0],
  [100_000_000, 8, 0],
  [500_000_000, 5, 0],
];

/** Stablecoin and currency pairs: only the entry tier is known to hold today. */
const STABLE: readonly Line[] = [[0, 20, 20]];

/** Base assets whose pairs had the second table in the AssetPairs of 2020-07-14. */
const STABLE_BASES: ReadonlySet<string> = new Set(['USD', 'EUR', 'GBP', 'AUD', 'USDT', 'USDC', 'DAI']);

/** Kraken's fee tiers for a pair, lowest volume first; for ordinary pairs when none is given. */
export function feeSchedule(instrument?: Pick<Instrument, 'base'>): readonly FeeTier[] {
  const isStable = instrument !== undefined && STABLE_BASES.has(instrument.base);
  return (isStable ? STABLE : STANDARD).map(([volume, taker, maker]) => ({
    volume,
    takerPercent: Decimal.of(BigInt(taker), 2),
    makerPercent: Decimal.of(BigInt(maker), 2),
  }));
}

/**
 * The tier an account with `volume30d` USD traded in the last 30 days is in; 0 for a new account.
 * @throws {RangeError} for a negative volume or NaN.
 */
export function feeTier(volume30d = 0, instrument?: Pick<Instrument, 'base'>): FeeTier {
  const tier = feeSchedule(instrument).findLast((candidate) => candidate.volume <= volume30d);
  if (tier === undefined) throw new RangeError(`30-day volume ${volume30d} is not an amount of at least 0 USD`);
  return tier;
}
