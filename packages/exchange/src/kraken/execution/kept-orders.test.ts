import { Decimal, type OrderRequest } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { FollowedOrder } from './followed-order.js';
import { KeptOrders } from './kept-orders.js';

const order = (clientOrderId: string): OrderRequest => ({
  clientOrderId,
  type: 'market',
  side: 'buy',
  quantity: Decimal.ONE,
  time: 0,
});

function accepted(orders: KeptOrders, id: string) {
  const kept = orders.add(order(id), 'sent');
  kept.followed = new FollowedOrder(kept.order, `O-${id}`, 0);
  kept.state = 'open';
  orders.name(kept, `O-${id}`);
  return kept;
}

function over(orders: KeptOrders, id: string) {
  const kept = accepted(orders, id);
  kept.followed?.end('canceled', Decimal.ZERO, 0);
  kept.state = 'over';
  return kept;
}

describe('KeptOrders', () => {
  it('finds an order by both its ids', () => {
    const orders = new KeptOrders();
    accepted(orders, 'a');
    expect(orders.at('O-a')).toBe(orders.get('a'));
    expect(orders.open().map(({ exchangeOrderId }) => exchangeOrderId)).toEqual(['O-a']);
  });

  it('forgets what is over, the oldest first, and nothing that is open, on its way or in doubt', () => {
    const orders = new KeptOrders(10);
    accepted(orders, 'rests');
    orders.add(order('sent'), 'sent');
    orders.add(order('doubt'), 'unknown');
    for (let n = 0; n < 1000; n += 1) {
      over(orders, `o${n}`);
      expect(orders.size).toBeLessThanOrEqual(11);
    }
    for (const id of ['rests', 'sent', 'doubt', 'o999']) expect(orders.get(id)?.order.clientOrderId).toBe(id);
    expect(orders.get('o0')).toBeUndefined();
    expect(orders.at('O-o0')).toBeUndefined();
    expect(orders.open()).toHaveLength(1);
  });

  it('keeps an order of which a copy is open', () => {
    const orders = new KeptOrders(4);
    const kept = over(orders, 'twice');
    kept.copies.push(new FollowedOrder(kept.order, 'O-copy', 0, true));
    orders.name(kept, 'O-copy');
    for (let n = 0; n < 20; n += 1) over(orders, `o${n}`);
    expect(orders.at('O-copy')).toBe(kept);
    expect(orders.open().map(({ isCopy }) => isCopy)).toEqual([true]);
  });
});
