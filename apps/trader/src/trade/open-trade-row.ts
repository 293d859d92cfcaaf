import { Decimal } from '@fathom/contracts';
import { type Ledger, type TradeRow, tradeRow, type ValuedTrade, valueTrade } from '@fathom/ledger';

/** A trade that is open, valued at `price`, quote per base unit. */
export function openTrade(trade: Ledger['open'][number], price: Decimal): ValuedTrade {
  const { entry, id, side, quantity, openedAt, rolloverFee, returned } = trade;
  const { filled } = entry;
  return valueTrade(
    {
      id,
      side,
      quantity,
      openedAt,
      entryOrderId: entry.exchangeOrderId,
      entryPrice: filled?.price ?? Decimal.ZERO,
      entryCost: filled?.cost ?? Decimal.ZERO,
      entryFee: filled?.fee ?? Decimal.ZERO,
      entryLiquidity: filled?.liquidity ?? 'taker',
      rolloverFee,
      slippage: filled?.slippage ?? Decimal.ZERO,
      entryReason: entry.reason,
      isPartial: !entry.isFinal,
    },
    price,
    returned,
  );
}

/** The ledger's row of such a trade. */
export function openTradeRow(trade: Ledger['open'][number], price: Decimal, quote: string): TradeRow {
  return tradeRow(openTrade(trade, price), quote);
}
