import type { ClosedTrade, Decimal, Fill } from '@fathom/contracts';

/** A trade still open at the end of a run, valued at the last close. Money in quote units. */
export interface ValuedTrade
  extends Pick<
    ClosedTrade,
    | 'id'
    | 'side'
    | 'quantity'
    | 'openedAt'
    | 'entryOrderId'
    | 'entryPrice'
    | 'entryCost'
    | 'entryFee'
    | 'entryLiquidity'
    | 'rolloverFee'
    | 'slippage'
    | 'entryReason'
  > {
  /** What it is valued at, quote per base unit. */
  readonly lastPrice: Decimal;
  /** Value − entry cost − fees paid (short: entry cost − value − fees paid); no exit fee, for none was paid. */
  readonly profit: Decimal;
  /** Its entry may fill further. */
  readonly isPartial?: boolean;
}

/**
 * @param lastPrice the last close, quote per base unit
 * @param returned what was given back of it already: counted at what that brought, its fee paid
 */
export function valueTrade(
  trade: Omit<ValuedTrade, 'lastPrice' | 'profit'>,
  lastPrice: Decimal,
  returned?: Pick<Fill, 'quantity' | 'cost' | 'fee'>,
): ValuedTrade {
  const held = returned === undefined ? trade.quantity : trade.quantity.minus(returned.quantity);
  const left = lastPrice.times(held);
  const value = returned === undefined ? left : left.plus(returned.cost);
  const move = trade.side === 'long' ? value.minus(trade.entryCost) : trade.entryCost.minus(value);
  const gain = returned === undefined ? move : move.minus(returned.fee);
  return { ...trade, lastPrice, profit: gain.minus(trade.entryFee).minus(trade.rolloverFee) };
}
