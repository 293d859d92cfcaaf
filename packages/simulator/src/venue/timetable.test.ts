import { UsageError } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';

const rest = { type: 'limit', side: 'buy', price: d('98'), quantity: d('2') } as const;

describe('time', () => {
  it('starts what was sent for later, and ends what has had its time, each at its own instant', () => {
    const { send, venue, events, balance } = exchange();
    expect(send(rest, { terms: { startsAt: 1000, timeInForce: 'gtd', expiresAt: 2000 } })).toBe('pending');
    expect(balance('USD')).toBe('10000/196.784');
    venue.advanceTo(9000);
    expect(events.map(({ type, time }) => [type, time])).toEqual([
      ['accepted', 0],
      ['opened', 1000],
      ['expired', 2000],
    ]);
    expect(balance('USD')).toBe('10000/0');
    expect(venue.closedOrders()[0]).toMatchObject({ status: 'expired', closedAt: 2000 });
    expect(venue.time).toBe(9000);
  });

  it('at one instant ends what expires, then starts what begins, then rolls over, and switches last', () => {
    const { send, venue, toldAll } = exchange();
    const noon = 4 * 3_600_000;
    send({ type: 'market', side: 'buy', quantity: d('1') }, { terms: { leverage: 2 } });
    venue.cancelAllAfter(noon);
    send(rest, { clientOrderId: 'late', terms: { startsAt: noon } });
    send(rest, { clientOrderId: 'old', terms: { expiresAt: noon } });
    toldAll();
    venue.advanceTo(noon);
    expect(toldAll()).toEqual([
      'old expired',
      'late opened',
      'rollover USD 0 fee 0.02525',
      'late canceled: dead man’s switch',
    ]);
  });

  it('does not go back', () => {
    const { venue } = exchange();
    venue.advanceTo(10);
    expect(() => venue.advanceTo(9)).toThrow(UsageError);
    expect(() => venue.advanceTo(Number.NaN)).toThrow(UsageError);
    venue.advanceTo(10);
  });

  it('lets an order that is not started meet nobody', () => {
    const { send, venue, print, book, told } = exchange();
    send({ ...rest, price: d('101') }, { terms: { startsAt: 1000 } });
    print(90, '5');
    book('99x5', '100x5');
    expect(told()).toEqual([]);
    venue.advanceTo(1000);
    expect(told()).toEqual(['limit-buy filled 2 at 100 taker', 'limit-buy completed']);
  });

  it('cancels a post-only order that would take when it starts', () => {
    const { send, venue, book, told } = exchange();
    send({ ...rest, price: d('100') }, { terms: { startsAt: 1000, postOnly: true } });
    book('99x5', '100x5');
    venue.advanceTo(1000);
    expect(told()).toEqual(['limit-buy canceled: post only']);
  });
});

describe('the dead man’s switch', () => {
  it('cancels everything unless it is set anew, and once', () => {
    const { send, venue, told } = exchange();
    send(rest);
    send(rest, { pair: 'ETH/USD', clientOrderId: 'ether' });
    expect(venue.cancelAllAfter(60_000)).toBe(60_000);
    venue.advanceTo(30_000);
    expect(venue.cancelAllAfter(60_000)).toBe(90_000);
    venue.advanceTo(89_999);
    expect(told()).toEqual([]);
    venue.advanceTo(90_000);
    expect(told()).toEqual(['limit-buy canceled: dead man’s switch', 'ether canceled: dead man’s switch']);
    send(rest);
    venue.advanceTo(900_000);
    expect(told()).toEqual([]);
  });

  it('is taken back by 0', () => {
    const { send, venue, told } = exchange();
    send(rest);
    venue.cancelAllAfter(1000);
    expect(venue.cancelAllAfter(0)).toBeUndefined();
    venue.advanceTo(5000);
    expect(told()).toEqual([]);
    for (const delay of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => venue.cancelAllAfter(delay)).toThrow(UsageError);
    }
  });
});

describe('a conditional close', () => {
  const conditionalClose = { type: 'stop-loss-limit', price: d('95'), limitPrice: d('94') } as const;

  it('is sent for every fill, of its quantity and the other side', () => {
    const { send, told, venue } = exchange();
    send({ ...rest, price: d('102'), quantity: d('6') }, { terms: { conditionalClose }, userReference: 7 });
    expect(told()).toEqual([
      'limit-buy filled 5 at 101 taker',
      'limit-buy filled 1 at 102 taker',
      'limit-buy completed',
    ]);
    const closes = venue.openOrders();
    expect(closes.map(({ order, closes: of, userReference }) => [order, of, userReference])).toEqual([
      [{ ...conditionalClose, side: 'sell', quantity: d('5') }, 'order-1', 7],
      [{ ...conditionalClose, side: 'sell', quantity: d('1') }, 'order-1', 7],
    ]);
    expect(closes[0]?.clientOrderId).toBeUndefined();
  });

  it('closes on margin what was opened on margin', () => {
    const { send, venue, print } = exchange();
    const terms = { leverage: 3, conditionalClose: { type: 'stop-loss', price: d('95') } } as const;
    send({ type: 'market', side: 'buy', quantity: d('1') }, { terms });
    expect(venue.positions()).toHaveLength(1);
    print(95, '1');
    expect(venue.positions()).toEqual([]);
  });

  it('that is turned down is told', () => {
    const { send, print, told } = exchange();
    send(rest, { terms: { conditionalClose } });
    print(97, '0.0005');
    expect(told()).toEqual([
      'limit-buy filled 0.0005 at 98 maker',
      'limit-buy close-refused: quantity 0.0005 is below the minimum 0.001',
    ]);
  });
});
