import type { FeedCandle } from '@fathom/trading';

const ORIGINS: Readonly<Record<FeedCandle['origin'], string | undefined>> = {
  live: undefined,
  history: "from Kraken's history",
  partial: 'part of it was missed',
  filled: 'nobody had it: the last close again',
};

/** What is to be known of a candle besides its prices, to be written behind them; empty for a live one in time. */
export function candleRemark({ origin, isLate }: Pick<FeedCandle, 'origin' | 'isLate'>): string {
  const remarks = [isLate ? 'late' : undefined, ORIGINS[origin]].filter((remark) => remark !== undefined);
  return remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
}
