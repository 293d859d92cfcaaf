import { Decimal } from '@fathom/contracts';
import type { TradeRecord } from './records.js';

/** Adds a fee to the trades it was paid for, by the quantity each still holds; the parts sum up to it exactly. */
export function shareFee(fee: Decimal, trades: readonly TradeRecord[]): void {
  const whole = trades.reduce((sum, trade) => sum.plus(trade.remaining()), Decimal.ZERO);
  let left = fee;
  for (const [index, trade] of trades.entries()) {
    const isLast = index === trades.length - 1;
    const part = isLast ? left : fee.times(trade.remaining()).dividedBy(whole, fee.scale, 'down');
    trade.rolloverFee = trade.rolloverFee.plus(part);
    left = left.minus(part);
  }
}
