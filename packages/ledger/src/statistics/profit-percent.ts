import type { ClosedTrade } from '@fathom/contracts';
import { percentOf } from './money.js';

/**
 * Profit / entry cost × 100. (freqtrade divides by the entry cost plus the entry fee, so its percents are closer to 0
 * by a factor of 1 + fee.)
 */
export function profitPercentOf(trade: Pick<ClosedTrade, 'profit' | 'entryCost'>): number {
  return percentOf(trade.profit, trade.entryCost);
}
