import { Decimal } from '@fathom/contracts';
import type { MarginRates } from './venue-options.js';

const CASH = new Set(['USD', 'EUR', 'GBP', 'CAD', 'CHF', 'AUD', 'JPY']);

const both = (percent: string): MarginRates => {
  const rate = Decimal.parse(percent);
  return { openingPercent: rate, rolloverPercent: rate };
};
const ON_CASH = both('0.025');
const ON_BITCOIN = both('0.01');
const ON_OTHERS = both('0.02');

/**
 * 0.025 % of borrowed cash, 0.01 % of bitcoin, 0.02 % of anything else, at opening and at each rollover: the examples
 * of Kraken's support article "What are the fees (opening and rollover) for trading using margin?" as of February 2026.
 * Real rates change with the market.
 */
export function usualMarginRates(asset: string): MarginRates {
  if (CASH.has(asset)) return ON_CASH;
  return asset === 'BTC' ? ON_BITCOIN : ON_OTHERS;
}
