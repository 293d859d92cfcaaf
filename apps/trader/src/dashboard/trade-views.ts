import type { Decimal } from '@fathom/contracts';
import type { OpenTradeView, TradesPage } from '@fathom/dashboard';
import { type Ledger, reportTrade } from '@fathom/ledger';
import { openTrade } from '../trade/open-trade-row.js';

/** An open trade, valued at `price`, quote per base unit. */
export function openTradeView(trade: Ledger['open'][number], price: Decimal): OpenTradeView {
  const { profit, entryCost } = openTrade(trade, price);
  const cost = entryCost.toNumber();
  const guard = (kind: 'stop' | 'target') => trade[kind]?.price.toString() ?? trade.guardPrice(kind)?.toString();
  const [stopPrice, targetPrice] = [guard('stop'), guard('target')];
  return {
    id: trade.id,
    side: trade.side,
    quantity: trade.remaining().toString(),
    entryPrice: String(trade.entryPrice),
    openedAt: trade.openedAt,
    reason: trade.entry.reason,
    ...(stopPrice !== undefined && { stopPrice }),
    ...(targetPrice !== undefined && { targetPrice }),
    profit: profit.toString(),
    profitPercent: cost === 0 ? 0 : (100 * profit.toNumber()) / cost,
    isClosing: trade.isClosing,
  };
}

/** Closed trades by column, from a row on. */
export function tradeColumns({ closed }: Ledger, from: number, limit: number): TradesPage {
  const rows = [];
  for (let row = from; row < Math.min(closed.length, from + limit); row += 1) {
    const trade = closed.at(row);
    if (trade !== undefined) rows.push({ trade, shown: reportTrade(trade) });
  }
  return {
    from,
    total: closed.length,
    trades: {
      id: rows.map(({ shown }) => shown.id),
      side: rows.map(({ shown }) => shown.side),
      quantity: rows.map(({ shown }) => shown.quantity),
      openedAt: rows.map(({ trade }) => trade.openedAt),
      closedAt: rows.map(({ trade }) => trade.closedAt),
      entryPrice: rows.map(({ shown }) => shown.entryPrice),
      exitPrice: rows.map(({ shown }) => shown.exitPrice),
      fees: rows.map(({ shown }) => shown.fees),
      slippage: rows.map(({ shown }) => shown.slippage),
      profit: rows.map(({ shown }) => shown.profit),
      profitPercent: rows.map(({ shown }) => shown.profitPercent),
      entryReason: rows.map(({ shown }) => shown.entryReason),
      exitReason: rows.map(({ shown }) => shown.exitReason),
    },
  };
}
