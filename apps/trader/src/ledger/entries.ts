import { type ClosedTrade, Decimal, type SignalRefused, type TradeSide } from '@fathom/contracts';
import { exitText, type OrderRecord, pendingRow, type TradeRecord, type TradeRow, tradeRow } from '@fathom/ledger';
import { openTrade } from '../trade/open-trade-row.js';
import type { LedgerView } from './ledger-view.js';

/**
 * What stands in a list: an order nobody knows the fate of, one that waits, a trade whose entry has filled in part, an open
 * or a closed trade, an entry that was refused.
 */
export const STATUSES = ['unknown', 'pending', 'partial', 'open', 'closed', 'refused'] as const;
export type EntryStatus = (typeof STATUSES)[number];

/** A line of a list, whatever it is about. Money in quote units, times in milliseconds since 1970 UTC. */
export interface Entry {
  readonly ledger: string;
  readonly status: EntryStatus;
  readonly side: TradeSide;
  /** Opened, decided or refused. */
  readonly time: number;
  readonly closedAt?: number;
  /** Base units: of a trade what it held, of an order what was asked for. */
  readonly quantity?: Decimal;
  /** Of an order that is not final. */
  readonly filled?: Decimal;
  /** Of a trade its entry, of an order its limit or trigger, of a refusal what was decided on. */
  readonly price?: Decimal;
  readonly exitPrice?: Decimal;
  readonly fees?: Decimal;
  readonly profit?: Decimal;
  readonly reason: string;
  readonly exitReason?: string;
  /** Kraken's id of it, ours where there is none; of a trade those of its entry and its exit. */
  readonly orderIds: readonly string[];
  /** The log's row of it; what has none there has none here: refusals, guards, exits on their way. */
  readonly row?: () => TradeRow;
}

/** Of a price that was only thought of, from its first; further ones are noise of a strategy's arithmetic. */
const PRICE_DIGITS = 12;

/** Everything in a ledger: what is not settled first, then trades as they were opened, then refusals. */
export function entriesOf(view: LedgerView): Entry[] {
  const { ledger, refused } = view;
  const orders = ledger.activeOrders().map((order) => ofOrder(view, order));
  return [
    ...orders.filter(({ status }) => status === 'unknown'),
    ...orders.filter(({ status }) => status === 'pending'),
    ...[
      ...ledger.open.map((trade) => ofOpen(view, trade)),
      ...[...ledger.closed].map((trade) => ofClosed(view, trade)),
    ].toSorted((a, b) => Number(b.status === 'partial') - Number(a.status === 'partial') || a.time - b.time),
    ...refused.map((refusal) => ofRefusal(view, refusal)),
  ];
}

function ofOrder({ name, quote }: LedgerView, order: OrderRecord): Entry {
  const { status, side, purpose, time, quantity, filledQuantity, type, price, reason, clientOrderId } = order;
  const isEntry = purpose === 'entry';
  return {
    ledger: name,
    status: status === 'unknown' ? 'unknown' : 'pending',
    side: (side === 'buy') === isEntry ? 'long' : 'short',
    time,
    quantity,
    filled: filledQuantity,
    ...(type !== 'market' && { price }),
    reason: isEntry ? reason : `${purpose}: ${reason}`,
    orderIds: [order.exchangeOrderId || clientOrderId],
    // What has filled of it is a trade, with a row of its own.
    ...(isEntry && order.filled === undefined && { row: () => pendingRow(order, quote) }),
  };
}

function ofOpen(view: LedgerView, trade: TradeRecord): Entry {
  const valued = openTrade(trade, view.lastPrice);
  return {
    ledger: view.name,
    status: trade.entry.isFinal ? 'open' : 'partial',
    side: trade.side,
    time: trade.openedAt,
    quantity: trade.quantity,
    price: valued.entryPrice,
    fees: valued.entryFee,
    profit: valued.profit,
    reason: trade.entry.reason,
    orderIds: [trade.entry.exchangeOrderId],
    row: () => tradeRow(valued, view.quote),
  };
}

function ofClosed({ name, quote }: LedgerView, trade: ClosedTrade): Entry {
  const { side, openedAt, closedAt, quantity, entryPrice, exitPrice, entryFee, exitFee, rolloverFee, profit } = trade;
  return {
    ledger: name,
    status: 'closed',
    side,
    time: openedAt,
    closedAt,
    quantity,
    price: entryPrice,
    exitPrice,
    fees: entryFee.plus(exitFee).plus(rolloverFee),
    profit,
    reason: trade.entryReason,
    exitReason: exitText(trade),
    orderIds: [trade.entryOrderId, trade.exitOrderId],
    row: () => tradeRow(trade, quote),
  };
}

function ofRefusal({ name }: LedgerView, { time, signal, reason }: SignalRefused): Entry {
  const { side, price } = signal;
  return {
    ledger: name,
    status: 'refused',
    side,
    time,
    price: Decimal.fromNumber(Number(price.toPrecision(PRICE_DIGITS))),
    reason,
    orderIds: [],
  };
}
