import { Decimal } from '@fathom/contracts';
import { type Ledger, type TradeRow, tradeRow, valueTrade } from '@fathom/ledger';

/** The ledger's row of a trade that is open, valued at `price`, quote per base unit. */
export function openTradeRow(trade: Ledger['open'][number], price: Decimal, quote: string): TradeRow {
  const { entry, id, side, quantity, openedAt, rolloverFee } = trade;
  const { filled } = entry;
  const valued = valueTrade(
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
    },
    price,
  );
  return tradeRow(valued, quote);
}
