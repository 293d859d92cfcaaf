import { Decimal } from '@fathom/contracts';
import type { World } from './world.js';

const sorted = (ids: readonly (string | undefined)[]) => ids.map(String).toSorted((a, b) => a.localeCompare(b));

/** What must be true at the end, and what is: equal, or an invariant is broken. */
export async function verdict(world: World) {
  const { open, closed, fills, usd, btc } = await world.records();
  const { store, ledger } = world;
  const ids = [...open, ...closed].map(({ clientOrderId }) => clientOrderId);
  const strays = ledger.strays.map(({ order, fill }) =>
    order.side === 'buy' ? fill.quantity : fill.quantity.negated(),
  );
  const held = [...strays, ...ledger.open.map((trade) => trade.remaining())];
  return {
    expected: {
      doubled: 0,
      fills: sorted(fills.map(({ id }) => id)),
      usd: usd.toString(),
      btc: btc.toString(),
      accountedFor: btc.toString(),
      resting: sorted(open.map(({ clientOrderId }) => clientOrderId)),
      unknown: 0,
    },
    actual: {
      // Never two orders for one decision.
      doubled: ids.length - new Set(ids).size,
      // Every fill in the ledger, once.
      fills: sorted(store.flatMap((event) => (event.type === 'order-filled' ? [event.fill.id] : []))),
      // Kraken tells balances of USD with four digits after the point, and books with five.
      usd: ledger.cash.round(4, 'down').toString(),
      btc: ledger.holding.toString(),
      accountedFor: held.reduce((sum, quantity) => sum.plus(quantity), Decimal.ZERO).toString(),
      resting: sorted(ledger.activeOrders().map(({ clientOrderId }) => clientOrderId)),
      unknown: world.unknownOrders,
    },
    orders: ids.length,
  };
}
