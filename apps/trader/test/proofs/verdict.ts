import { Decimal } from '@fathom/contracts';
import { type Evidence, LIMITS, QUANTITY, replayed } from './evidence.js';

const sorted = (ids: readonly (string | undefined)[]) => ids.map(String).toSorted((a, b) => a.localeCompare(b));
const sum = (quantities: readonly Decimal[]) => quantities.reduce((total, one) => total.plus(one), Decimal.ZERO);

interface Traded {
  readonly time: number;
  readonly side: string;
  readonly quantity: Decimal;
}

export interface Verdict {
  /** Which invariants do not hold, with what was expected and what was found; empty when all do. */
  readonly broken: Readonly<Record<string, readonly [expected: unknown, actual: unknown]>>;
  /** Orders Kraken has. */
  readonly orders: number;
}

/** Judges a bot by the exchange's records. */
export function verdict(evidence: Evidence): Verdict {
  const { expected, actual, orders } = compared(evidence);
  const broken: Record<string, [unknown, unknown]> = {};
  const found = new Map<string, unknown>(Object.entries(actual));
  for (const [name, value] of Object.entries(expected)) {
    if (JSON.stringify(found.get(name)) !== JSON.stringify(value)) broken[name] = [value, found.get(name)];
  }
  return { broken, orders };
}

/** What must be true at the end, and what is: equal, or an invariant is broken. */
function compared({ records, store, startBalance, unknownOrders, calmSince }: Evidence) {
  const { open, closed, fills, usd, btc } = records;
  const ledger = replayed(store, startBalance);
  const ids = [...open, ...closed].map(({ clientOrderId }) => clientOrderId);
  const strays = ledger.strays.map(({ order, fill }) =>
    order.side === 'buy' ? fill.quantity : fill.quantity.negated(),
  );
  const held = [...strays, ...ledger.open.map((trade) => trade.remaining())];
  const inTheEnd = fills.filter(({ time }) => time >= calmSince);
  return {
    expected: {
      doubled: 0,
      fills: sorted(fills.map(({ id }) => id)),
      usd: usd.toString(),
      btc: btc.toString(),
      accountedFor: btc.toString(),
      resting: sorted(open.map(({ clientOrderId }) => clientOrderId)),
      unknown: 0,
      beyondLimits: [],
      tradesAgain: ['buy', 'sell'],
    },
    actual: {
      // Never two orders for one decision.
      doubled: ids.length - new Set(ids).size,
      // Every fill in the ledger, once.
      fills: sorted(store.flatMap((event) => (event.type === 'order-filled' ? [event.fill.id] : []))),
      // Kraken tells balances of USD with four digits after the point, and books with five.
      usd: ledger.cash.round(4, 'down').toString(),
      btc: ledger.holding.toString(),
      accountedFor: sum(held).toString(),
      resting: sorted(ledger.activeOrders().map(({ clientOrderId }) => clientOrderId)),
      unknown: unknownOrders,
      beyondLimits: beyondLimits(fills),
      // An entry and an exit, once the troubles were over.
      tradesAgain: [...new Set(inTheEnd.toSorted((a, b) => a.time - b.time).map(({ side }) => side))],
    },
    orders: ids.length,
  };
}

/** Positions, by Kraken's own fills, that are more than the limits allow, or less than nothing. */
function beyondLimits(fills: readonly Traded[]): string[] {
  const most = QUANTITY.times(Decimal.fromNumber(LIMITS.maxOpenTrades));
  let position = Decimal.ZERO;
  return fills
    .toSorted((a, b) => a.time - b.time)
    .flatMap(({ side, quantity }) => {
      position = side === 'buy' ? position.plus(quantity) : position.minus(quantity);
      return position.isNegative() || most.isLessThan(position) ? [position.toString()] : [];
    });
}
