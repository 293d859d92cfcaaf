/** Kraken's verification levels. */
export const TIERS = ['starter', 'intermediate', 'pro'] as const;

export type Tier = (typeof TIERS)[number];

/** A counter's ceiling, and what it loses a second. */
export interface CounterLimit {
  readonly max: number;
  readonly decayPerSecond: number;
}

export interface TierLimits {
  /** Of a key, all calls but orders (docs.kraken.com, "REST API rate limits"). */
  readonly calls: CounterLimit;
  /** Of an account and pair (docs.kraken.com, "Spot trading limits"). */
  readonly trading: CounterLimit;
  /** Orders that may be open in a pair. */
  readonly openOrders: number;
}

export const TIER_LIMITS: Readonly<Record<Tier, TierLimits>> = {
  starter: {
    calls: { max: 15, decayPerSecond: 0.33 },
    trading: { max: 60, decayPerSecond: 1 },
    openOrders: 60,
  },
  intermediate: {
    calls: { max: 20, decayPerSecond: 0.5 },
    trading: { max: 125, decayPerSecond: 2.34 },
    openOrders: 80,
  },
  pro: {
    calls: { max: 20, decayPerSecond: 1 },
    trading: { max: 180, decayPerSecond: 3.75 },
    openOrders: 225,
  },
};
