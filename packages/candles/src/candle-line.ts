import { type Candle, Decimal } from '@fathom/contracts';

/**
 * The line shown at every ticker poll: ` Open: 7915.5 Close: None High: 7915.5 Low: 7915.5 Current: 7915.5`.
 * A candle being formed has no close yet; its `close` field is the current price.
 */
export function candleLine(candle: Candle, state: 'forming' | 'closed'): string {
  const close = state === 'closed' ? plain(candle.close) : 'None';
  return ` Open: ${plain(candle.open)} Close: ${close} High: ${plain(candle.high)} Low: ${plain(candle.low)} Current: ${plain(candle.close)}`;
}

/** All digits and never an exponent: String(0.0000001) would be 1e-7. */
function plain(price: number): string {
  return Decimal.fromNumber(price).toString();
}
