import type { ClosedTrade, Decimal } from '@fathom/contracts';

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
}

/** @param lastPrice the last close, quote per base unit. */
export function valueTrade(trade: Omit<ValuedTrade, 'lastPrice' | 'profit'>, lastPrice: Decimal): ValuedTrade {
  const value = lastPrice.times(trade.quantity);
  const gain = trade.side === 'long' ? value.minus(trade.entryCost) : trade.entryCost.minus(value);
  return { ...trade, lastPrice, profit: gain.minus(trade.entryFee).minus(trade.rolloverFee) };
}
