import { Decimal, type LedgerEvent, type TradeSide } from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';

/** What a trade came to, on one side of a comparison. Money in quote units. */
export interface TradeLegs {
  readonly id: string;
  readonly side: TradeSide;
  readonly quantity: Decimal;
  readonly entryPrice: Decimal;
  readonly entryReason: string;
  /** Milliseconds since 1970 UTC. */
  readonly entryTime: number;
  readonly fees: Decimal;
  /** Undefined while it is open. */
  readonly exit: TradeExit | undefined;
}

export interface TradeExit {
  readonly price: Decimal;
  readonly reason: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly profit: Decimal;
}

/** Every trade that follows from a ledger's events, by its id. */
export function tradesOf(events: Iterable<LedgerEvent>): Map<string, TradeLegs> {
  const ledger = new Ledger({ startBalance: Decimal.ZERO, remembered: Number.POSITIVE_INFINITY });
  for (const event of events) ledger.apply(event);
  const trades = new Map<string, TradeLegs>();
  for (const trade of ledger.closed) {
    const { id, side, quantity, entryPrice, entryReason, entryFee, exitFee, rolloverFee } = trade;
    const fees = entryFee.plus(exitFee).plus(rolloverFee);
    const exit = { price: trade.exitPrice, reason: trade.exitReason, time: trade.closedAt, profit: trade.profit };
    trades.set(id, { id, side, quantity, entryPrice, entryReason, entryTime: trade.openedAt, fees, exit });
  }
  for (const { id, side, quantity, entry, openedAt } of ledger.open) {
    const { filled, reason } = entry;
    trades.set(id, {
      id,
      side,
      quantity,
      entryPrice: filled?.price ?? Decimal.ZERO,
      entryReason: reason,
      entryTime: openedAt,
      fees: filled?.fee ?? Decimal.ZERO,
      exit: undefined,
    });
  }
  return trades;
}
