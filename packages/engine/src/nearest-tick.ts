import { Decimal, type Instrument } from '@fathom/contracts';

/** The nearest price the exchange takes. */
export function nearestTick(price: number, { priceDecimals, tickSize }: Instrument): Decimal {
  const rounded = Decimal.rounded(price, priceDecimals);
  // The tick is one unit of the price's last digit, as for nearly every pair.
  if (tickSize.scale === priceDecimals && tickSize.safeUnits === 1) return rounded;
  return rounded.roundTo(tickSize, 'half-even');
}
