import { Decimal, type Instrument } from '@fathom/contracts';
import type { Ledger, OrderRecord, TradeRecord } from '@fathom/ledger';

/** How much of a trade can be given back. All in base units. */
export interface ExitSize {
  /** What the trade counts and the bot has no more: a stray fill of another order has given it back. */
  readonly missing: Decimal;
  /** The rest of the trade: what is to be ordered. */
  readonly wanted: Decimal;
  /** What of it may be ordered now: no more than is held, less what other orders may still give back, in the pair's digits. */
  readonly quantity: Decimal;
}

/**
 * Exits are never larger than what the ledger says is the bot's, so they touch nothing else the account has. What is
 * missing is missing of all trades together, and nobody can say of which: the first that is to be closed bears it.
 */
export function exitSize(ledger: Ledger, trade: TradeRecord, { quantityDecimals }: Instrument): ExitSize {
  const remaining = trade.remaining();
  const held = ledger.heldFor(trade);
  const counted = sum(ledger.open.filter((one) => isAlike(one, trade)).map((one) => one.remaining()));
  const missing = least(atLeastZero(counted.minus(held)), remaining);
  const wanted = remaining.minus(missing);
  const free = atLeastZero(held.minus(promised(ledger, trade)));
  return { missing, wanted, quantity: least(wanted, free).round(quantityDecimals, 'down') };
}

/** What orders that are not final may still give back of what trades like this one hold, `counts` says which of them. */
export function promised(
  ledger: Ledger,
  trade: TradeRecord,
  counts: (order: OrderRecord) => boolean = () => true,
): Decimal {
  const side = trade.side === 'long' ? 'sell' : 'buy';
  const orders = ledger
    .activeOrders()
    .filter(
      (one) => one.purpose !== 'entry' && one.side === side && one.isOnMargin === trade.isOnMargin && counts(one),
    );
  return sum(orders.map((order) => order.quantity.minus(order.filledQuantity)));
}

/** Whether the exchange takes no order that small. @param price quote per base unit; NaN when it is not known */
export function isTooSmall(quantity: Decimal, price: number, { minQuantity, minCost }: Instrument): boolean {
  return quantity.isLessThan(minQuantity) || quantity.toNumber() * price < minCost.toNumber();
}

function isAlike(one: TradeRecord, other: TradeRecord): boolean {
  return one.side === other.side && one.isOnMargin === other.isOnMargin;
}

function sum(quantities: readonly Decimal[]): Decimal {
  return quantities.reduce((total, one) => total.plus(one), Decimal.ZERO);
}

function least(a: Decimal, b: Decimal): Decimal {
  return a.isLessThan(b) ? a : b;
}

function atLeastZero(quantity: Decimal): Decimal {
  return quantity.isNegative() ? Decimal.ZERO : quantity;
}
