import { type ClosedTrade, Decimal } from '@fathom/contracts';
import { isoTime } from './civil-date.js';
import { formatMoney, profitDigits } from './money-format.js';
import type { OrderRecord } from './records.js';
import type { ValuedTrade } from './valued-trade.js';

const HUNDRED = Decimal.parse('100');
const NO_TIME = '---------- --:--:--';

/** What a part of the row is, for whoever colours it; `up` and `down` are gains and losses, rises and falls. */
export type RowRole = 'plain' | 'time' | 'order' | 'side' | 'status' | 'up' | 'down';

export interface RowSegment {
  readonly role: RowRole;
  readonly text: string;
}

export interface TradeRow {
  /** The whole line, for files. */
  readonly text: string;
  /** The same line in parts, spaces included, for a console that colours them. */
  readonly segments: readonly RowSegment[];
}

/**
 * The ledger's line of one trade, columns as the original bot had them:
 *
 * `opened / closed order BUY quantity @ entry = cost order CLOSED Exit Price: exit P/L:  profit | move (move %)`
 *
 * Times are UTC. P/L is after both fees and follows the trade; the move is exit − entry and follows the market, in
 * percent of the entry. An open trade has dashes for what it lacks, and P/L and move at its last price, after the
 * fees paid; it is PARTIAL while its entry may fill further. What was left over of a closed one stands behind all. A minus takes the place of the second blank after `P/L:`, so that amounts line up.
 * @param quote the currency of the money: `USD`.
 */
export function tradeRow(trade: ClosedTrade | ValuedTrade, quote: string): TradeRow {
  const closed = 'closedAt' in trade ? trade : null;
  const price = 'closedAt' in trade ? trade.exitPrice : trade.lastPrice;
  const move = price.minus(trade.entryPrice);
  const percent = move.times(HUNDRED).dividedBy(trade.entryPrice, 3).toFixed(3);
  const profit = formatMoney(trade.profit, quote, profitDigits(quote));
  const entry = `${trade.quantity.toString()} @ ${trade.entryPrice.round(8).toString()}`;
  const exit = closed?.exitPrice.round(8).toString() ?? '-';
  const segments: RowSegment[] = [
    { role: 'time', text: `${rowTime(trade.openedAt)} / ${closed ? rowTime(closed.closedAt) : NO_TIME}` },
    { role: 'order', text: ` ${trade.entryOrderId}` },
    { role: 'side', text: trade.side === 'long' ? ' BUY' : ' SELL' },
    { role: 'plain', text: ` ${entry} = ${formatMoney(trade.entryCost, quote)}` },
    { role: 'order', text: ` ${closed?.exitOrderId ?? '-'}` },
    { role: 'status', text: ` ${statusOf(trade)}` },
    { role: 'plain', text: ` Exit Price: ${exit} P/L: ` },
    { role: direction(trade.profit), text: profit.startsWith('-') ? profit : ` ${profit}` },
    { role: 'plain', text: ' | ' },
    { role: direction(move), text: `${formatMoney(move, quote)} (${percent}%)` },
    ...(closed?.leftOver === undefined ? [] : [leftOver(closed.leftOver)]),
  ];
  return { text: segments.map(({ text }) => text).join(''), segments };
}

/**
 * The same line of an entry of which nothing has filled yet: PENDING, with dashes for what is not known, which at the
 * market is the price as well.
 */
export function pendingRow(order: OrderRecord, quote: string): TradeRow {
  const { exchangeOrderId, clientOrderId, side, quantity, price } = order;
  const asked = order.type === 'limit' ? `${price.toString()} = ${formatMoney(price.times(quantity), quote)}` : '- = -';
  const segments: RowSegment[] = [
    { role: 'time', text: `${NO_TIME} / ${NO_TIME}` },
    { role: 'order', text: ` ${exchangeOrderId === '' ? clientOrderId : exchangeOrderId}` },
    { role: 'side', text: ` ${side.toUpperCase()}` },
    { role: 'plain', text: ` ${quantity.toString()} @ ${asked}` },
    { role: 'order', text: ' -' },
    { role: 'status', text: ' PENDING' },
    { role: 'plain', text: ' Exit Price: - P/L:  - | -' },
  ];
  return { text: segments.map(({ text }) => text).join(''), segments };
}

function leftOver(quantity: Decimal): RowSegment {
  return { role: 'status', text: `, ${quantity.toString()} left over` };
}

function statusOf(trade: ClosedTrade | ValuedTrade): string {
  if ('closedAt' in trade) return 'CLOSED';
  return trade.isPartial === true ? 'PARTIAL' : 'OPEN';
}

function rowTime(time: number): string {
  return isoTime(time).slice(0, 19).replace('T', ' ');
}

function direction(amount: Decimal): RowRole {
  if (amount.isZero()) return 'plain';
  return amount.isPositive() ? 'up' : 'down';
}
