import { Decimal, type MarketTrade, type MarketTraded } from '@fathom/contracts';

/**
 * Market trades of BTC/USD in one message, that is no snapshot.
 * @param receivedAt milliseconds since 1970 UTC. @param trades default one, of one coin for 1.
 */
export function marketTraded(
  receivedAt: number,
  trades: readonly MarketTrade[] = [{ time: receivedAt, price: 1, quantity: Decimal.ONE }],
): MarketTraded {
  return { type: 'market-traded', pair: 'BTC/USD', time: receivedAt, receivedAt, isSnapshot: false, trades };
}
