import type { BacktestMetrics } from '@fathom/contracts';
import { moneyText } from './money.js';

/** What the market itself did over a run. */
export interface MarketMove {
  /** Quote per base unit, > 0. */
  readonly firstClose: number;
  readonly lastClose: number;
  /** Of buying and selling, 0.26 is 0.26 %. */
  readonly feePercent: number;
}

/**
 * - Market change: last close / first close − 1 (freqtrade calculate_market_change).
 * - Buy and hold: the whole balance, fee included, buys at the first close; all of it is sold at the last close,
 *   less the fee. Profit / starting balance = (last / first) × (1 − fee) / (1 + fee) − 1.
 */
export function marketMetrics(
  market: MarketMove | null,
  startBalance: number,
): Pick<BacktestMetrics, 'marketChangePercent' | 'buyAndHoldProfit' | 'buyAndHoldPercent'> {
  if (!market) return { marketChangePercent: null, buyAndHoldProfit: null, buyAndHoldPercent: null };
  const ratio = market.lastClose / market.firstClose;
  const fee = market.feePercent / 100;
  const held = (ratio * (1 - fee)) / (1 + fee) - 1;
  return {
    marketChangePercent: (ratio - 1) * 100,
    buyAndHoldProfit: moneyText(startBalance * held),
    buyAndHoldPercent: held * 100,
  };
}
