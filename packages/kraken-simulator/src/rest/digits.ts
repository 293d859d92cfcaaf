import { Decimal } from '@fathom/contracts';
import type { Pair } from './pairs.js';

/**
 * Digits after the point of prices in Ticker, Depth, Trades and Spread, and of prices, costs and fees of a trade: those
 * of a cost, `37247.00000`, where OHLC and orders write the pair's own, `37247.0` (all recordings agree).
 */
export function longDigits({ instrument }: Pair): number {
  return Math.max(instrument.costDecimals, instrument.priceDecimals);
}

/** A price with the long digits. */
export function longPrice(price: string | Decimal | undefined, pair: Pair): string {
  return decimalOf(price).toFixed(longDigits(pair));
}

/** A quantity with the pair's digits: `0.02651598`. */
export function quantityText(quantity: string | Decimal, { instrument }: Pair): string {
  return decimalOf(quantity).toFixed(instrument.quantityDecimals);
}

/** A price with the pair's digits: `37500.0`. */
export function priceText(price: string | Decimal | undefined, { instrument }: Pair): string {
  return decimalOf(price).toFixed(instrument.priceDecimals);
}

function decimalOf(value: string | Decimal | undefined): Decimal {
  if (value === undefined) return Decimal.ZERO;
  return typeof value === 'string' ? Decimal.parse(value) : value;
}
