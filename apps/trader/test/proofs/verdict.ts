import { Decimal } from '@fathom/contracts';
import { beyondHolding } from './beyond-holding.js';
import { type Evidence, LIMITS, QUANTITY, replayed } from './evidence.js';

const sorted = (ids: readonly (string | undefined)[]) => ids.map(String).toSorted((a, b) => a.localeCompare(b));
const signed = (side: string, quantity: Decimal) => (side === 'buy' || side === 'long' ? quantity : quantity.negated());
const sum = (quantities: readonly Decimal[]) => quantities.reduce((total, one) => total.plus(one), Decimal.ZERO);

export interface Verdict {
  /** Which invariants do not hold, with what was expected and what was found; empty when all do. */
  readonly broken: Readonly<Record<string, readonly [expected: unknown, actual: unknown]>>;
  /** Orders Kraken has. */
  readonly orders: number;
}

const FOLLOWS_FROM_DOUBLES: ReadonlySet<string> = new Set(['doubled', 'beyondLimits', 'tradesAgain', 'falseAlarms']);

/**
 * Judges a bot by the exchange's records. Where Kraken itself may have executed one call twice, that and what follows from
 * it is not held against the bot, but it must have noticed, and entered nothing more.
 */
export function verdict(evidence: Evidence, { mayDouble = false }: { readonly mayDouble?: boolean } = {}): Verdict {
  const { expected, actual, orders } = compared(evidence);
  const broken: Record<string, [unknown, unknown]> = {};
  const found = new Map<string, unknown>(Object.entries(actual));
  for (const [name, value] of Object.entries(expected)) {
    if (mayDouble && FOLLOWS_FROM_DOUBLES.has(name)) continue;
    if (JSON.stringify(found.get(name)) !== JSON.stringify(value)) broken[name] = [value, found.get(name)];
  }
  return { broken, orders };
}

/** What must be true at the end, and what is: equal, or an invariant is broken. */
function compared({ records, store, startBalance, alarms, unknownOrders, unguarded, calmSince }: Evidence) {
  const { open, closed, fills, positions, usd, btc } = records;
  const ledger = replayed(store, startBalance);
  const orders = [...open, ...closed];
  const ids = orders.map(({ clientOrderId }) => clientOrderId);
  const doubled = ids.length - new Set(ids).size;
  const hasDoubled = doubled > 0;
  const nameOf = new Map(orders.map(({ exchangeOrderId, clientOrderId }) => [exchangeOrderId, clientOrderId ?? '']));
  // Kraken tells the newest first; of fills within one millisecond it is the turn that counts.
  const entryFills = fills.toReversed().map(({ exchangeOrderId, time, quantity }): Step => {
    const isEntry = nameOf.get(exchangeOrderId)?.endsWith('-e') === true;
    return { time, change: isEntry ? quantity : quantity.negated() };
  });
  const inTheEnd = fills.filter(({ time }) => time >= calmSince).toSorted((a, b) => a.time - b.time);
  const held = [
    ...ledger.strays.map(({ order, fill }) => signed(order.side, fill.quantity)),
    ...ledger.open.map((trade) => signed(trade.side, trade.remaining())),
    ...ledger.leftOvers.map(({ trade, event }) => signed(trade.side, event.quantity)),
  ];
  const position = sum(positions.map(({ side, quantity }) => signed(side, quantity)));
  return {
    expected: {
      doubled: 0,
      fills: sorted(fills.map(({ id }) => id)),
      usd: usd.toString(),
      btc: btc.toString(),
      position: position.toString(),
      accountedFor: btc.plus(position).toString(),
      resting: sorted(open.map(({ clientOrderId }) => clientOrderId)),
      unknown: 0,
      beyondLimits: [],
      beyondHolding: [],
      tradesAgain: ['buy', 'sell'],
      falseAlarms: [],
      unguarded: [],
      halted: hasDoubled,
    },
    actual: {
      // Never two orders for one decision.
      doubled,
      // Every fill in the ledger, once.
      fills: sorted(store.flatMap((event) => (event.type === 'order-filled' ? [event.fill.id] : []))),
      // Kraken tells balances of USD with four digits after the point, and books with five.
      usd: ledger.cash.round(4, 'down').toString(),
      btc: ledger.holding.toString(),
      position: ledger.position.toString(),
      accountedFor: sum(held).toString(),
      resting: sorted(ledger.activeOrders().map(({ clientOrderId }) => clientOrderId)),
      unknown: unknownOrders,
      beyondLimits: beyondLimits(entryFills),
      // No exit of what is not the bot's.
      beyondHolding: beyondHolding(store, startBalance),
      falseAlarms: alarms,
      unguarded,
      halted: store.some(({ type }) => type === 'trading-halted'),
      // An entry and an exit, once the troubles were over.
      tradesAgain: [...new Set(inTheEnd.map(({ side }) => side))],
    },
    orders: ids.length,
  };
}

/** What a fill did to all that was held, long or short. */
interface Step {
  readonly time: number;
  readonly change: Decimal;
}

/** What was held in all, by Kraken's own fills, where it is more than the limits allow, or less than nothing. */
function beyondLimits(steps: readonly Step[]): string[] {
  const most = QUANTITY.times(Decimal.fromNumber(LIMITS.maxOpenTrades));
  let held = Decimal.ZERO;
  return steps
    .toSorted((a, b) => a.time - b.time)
    .flatMap(({ change }) => {
      held = held.plus(change);
      return held.isNegative() || most.isLessThan(held) ? [held.toString()] : [];
    });
}
