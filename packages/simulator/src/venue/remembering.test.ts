import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';

const resting = { type: 'limit', side: 'buy', quantity: d('1'), price: d('90') } as const;
const buy = { type: 'market', side: 'buy', quantity: d('0.01') } as const;

describe('a venue that remembers so many', () => {
  const remembered = 3;

  it('forgets the oldest orders that are final, and twice as many at most are kept', () => {
    const { venue, send } = exchange({ options: { remembered } });
    for (let order = 1; order <= 20; order += 1) {
      send(buy, { clientOrderId: `c${order}` });
      const ids = venue.closedOrders().map(({ id }) => Number(id.replace('order-', '')));
      expect(ids.length).toBeLessThanOrEqual(2 * remembered);
      const newest = Array.from({ length: Math.min(order, remembered) }, (_, back) => order - back).toReversed();
      expect(ids.slice(-remembered)).toEqual(newest);
    }
    expect(venue.order({ clientOrderId: 'c20' })).toBeDefined();
    expect(venue.order({ clientOrderId: 'c1' })).toBeUndefined();
    expect(venue.order({ id: 'order-1' })).toBeUndefined();
  });

  it('forgets fills and changes of balances likewise, and no balance', () => {
    const { venue, send, balance } = exchange({ options: { remembered } });
    const all = exchange();
    for (let order = 1; order <= 20; order += 1) {
      send(buy);
      all.send(buy);
    }
    expect(venue.fills().length).toBeLessThanOrEqual(2 * remembered);
    expect(venue.fills().at(-1)).toEqual(all.venue.fills().at(-1));
    expect(venue.ledger().length).toBeLessThanOrEqual(2 * remembered);
    expect(venue.ledger().at(-1)).toEqual(all.venue.ledger().at(-1));
    expect([balance('USD'), balance('BTC')]).toEqual([all.balance('USD'), all.balance('BTC')]);
    expect(venue.volume().toString()).toBe(all.venue.volume().toString());
    expect(all.venue.fills()).toHaveLength(20);
  });

  it('never forgets an order that is open, however old', () => {
    const { venue, send } = exchange({ options: { remembered } });
    send(resting, { clientOrderId: 'old' });
    for (let order = 1; order <= 20; order += 1) send(buy);
    expect(venue.openOrders()).toHaveLength(1);
    expect(venue.order({ clientOrderId: 'old' })?.status).toBe('open');
  });

  it('knows the newer of two orders of one name when it forgets the older', () => {
    const { venue, send } = exchange({ options: { remembered } });
    send(buy, { clientOrderId: 'same' });
    send(resting, { clientOrderId: 'same' });
    for (let order = 1; order <= 20; order += 1) send(buy, { clientOrderId: `c${order}` });
    expect(venue.order({ clientOrderId: 'same' })?.status).toBe('open');
  });

  it('forgets volume that is older than 30 days, and nothing of the rest', () => {
    const { venue, send, book } = exchange({ usd: '1000000' });
    book('99x500', '101x500');
    const day = 86_400_000;
    for (let minute = 0; minute < 3000; minute += 1) {
      venue.advanceTo(minute * 60_000);
      send({ ...buy, side: minute % 2 === 0 ? 'buy' : 'sell', quantity: d('0.02') });
    }
    const before = venue.volume();
    venue.advanceTo(30 * day + 1499 * 60_000);
    // Half of it: bought at 101 and sold at 99, 0.02 each time.
    expect([before, venue.volume()].map(String)).toEqual(['6000', '3000']);
    venue.advanceTo(60 * day + 1499 * 60_000);
    expect(venue.volume().toString()).toBe('0');
  });
});
