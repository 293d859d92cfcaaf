import { Decimal } from '@fathom/contracts';
import type { ReportedFill } from './account-events.js';

/**
 * A fill's fee in quote units of `pair`; fees in the base are turned over at the fill's price, fees in anything else
 * (such as fee credits) are taken from the dollars the exchange gives when dollars are the quote.
 * @returns undefined when it cannot be known.
 */
export function quoteFee(fill: ReportedFill, pair: string): Decimal | undefined {
  const [base, quote] = pair.split('/');
  let sum = Decimal.ZERO;
  for (const { asset, quantity } of fill.fees) {
    if (asset === quote) sum = sum.plus(quantity);
    else if (asset === base) sum = sum.plus(quantity.times(fill.price));
    else return quote === 'USD' ? fill.feeUsd : undefined;
  }
  return sum;
}
