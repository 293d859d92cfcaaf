import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';
import type { VenueOrderRequest, VenueOrderSpec } from '../index.js';

const limit = { type: 'limit', side: 'buy', price: d('90'), quantity: d('1') } as const;
const market = { type: 'market', side: 'buy', quantity: d('1') } as const;

describe('an order is refused', () => {
  const cases: [string, VenueOrderSpec, Omit<Partial<VenueOrderRequest>, 'order'>?][] = [
    ['unknown pair DOGE/USD', limit, { pair: 'DOGE/USD' }],
    ['quantity 0 is not above 0', { ...limit, quantity: d('0') }],
    ['quantity -1 is not above 0', { ...limit, quantity: d('-1') }],
    ['quantity 0.123456789 has more than 8 digits after the point', { ...limit, quantity: d('0.123456789') }],
    ['quantity 0.0009 is below the minimum 0.001', { ...limit, quantity: d('0.0009') }],
    ['cost 0.45 is below the minimum 0.5', { ...limit, quantity: d('0.005') }],
    ['cost 0.404 is below the minimum 0.5', { ...market, quantity: d('0.004') }],
    ['cost 0.4 is below the minimum 0.5', { ...market, quantity: d('0.4') }, { quantityIn: 'quote' }],
    ['price 90.05 is not a multiple of 0.1', { ...limit, price: d('90.05') }],
    ['price 0 is not above 0', { ...limit, price: d('0') }],
    [
      'limitPrice 89.99 is not a multiple of 0.1',
      { ...limit, type: 'stop-loss-limit', price: d('95'), limitPrice: d('89.99') },
    ],
    ['insufficient funds: 10843.2 USD needed, 10000 free', { ...limit, quantity: d('120') }],
    ['insufficient funds: 10.00000001 BTC needed, 10 free', { ...limit, side: 'sell', quantity: d('10.00000001') }],
    ['insufficient funds: 11 BTC needed, 10 free', { ...market, side: 'sell', quantity: d('11') }],
    [
      'a quantity in quote is for buys at the market without leverage',
      { ...market, side: 'sell', quantity: d('10') },
      { quantityIn: 'quote' },
    ],
    ['post only is for limit orders, not market', market, { terms: { postOnly: true } }],
    ['post only and immediate or cancel exclude each other', limit, { terms: { postOnly: true, timeInForce: 'ioc' } }],
    ['reduce only needs leverage', limit, { terms: { reduceOnly: true } }],
    ['reduce only, but there is no position of BTC/USD to reduce', limit, { terms: { reduceOnly: true, leverage: 2 } }],
    ['no position of BTC/USD to close', { ...market, quantity: d('0') }, { terms: { leverage: 2 } }],
    ['leverage 6 is not one of 2, 3, 4, 5', limit, { terms: { leverage: 6 } }],
    ['good till date needs a date', limit, { terms: { timeInForce: 'gtd' } }],
    ['expiry 0 is not after 0', limit, { terms: { expiresAt: 0 } }],
    ['expires before it starts', limit, { terms: { expiresAt: 10, startsAt: 10 } }],
    ['deadline 0 elapsed at 0', limit, { deadline: 0 }],
    [
      'conditional close stop-loss-limit needs a limit price',
      limit,
      { terms: { conditionalClose: { type: 'stop-loss-limit', price: d('80') } } },
    ],
    [
      'conditionalClose 80.05 is not a multiple of 0.1',
      limit,
      { terms: { conditionalClose: { type: 'stop-loss', price: d('80.05') } } },
    ],
  ];
  it.each(cases)('%s', (text, order, more) => {
    const { send, events, balance, venue } = exchange();
    expect(send(order, more)).toBe(text);
    expect(events).toEqual([]);
    expect(balance('USD')).toBe('10000/0');
    expect(venue.openOrders()).toEqual([]);
  });

  it('while another one with its client order id is open, and no longer', () => {
    const { send, venue } = exchange();
    send(limit, { clientOrderId: 'a' });
    expect(send(limit, { clientOrderId: 'a' })).toBe('an open order has the client order id a already');
    venue.cancel({ clientOrderId: 'a' });
    expect(send(limit, { clientOrderId: 'a' })).toBe('open');
    expect(venue.closedOrders()).toHaveLength(1);
  });

  it('when too many are open', () => {
    const { send } = exchange();
    for (let n = 0; n < 5; n += 1) expect(send(limit, { clientOrderId: `${n}` })).toBe('open');
    expect(send(limit)).toBe('5 orders are open, which is the limit');
  });

  it('when the funds are held by others', () => {
    const { send } = exchange({ btc: '1.5' });
    send({ ...limit, side: 'sell', price: d('110') });
    expect(send({ ...market, side: 'sell' })).toBe('insufficient funds: 1 BTC needed, 0.5 free');
  });
});

describe('validateOnly', () => {
  it('says what would be, and does nothing', () => {
    const { send, venue, events, balance } = exchange();
    expect(send(limit, { validateOnly: true })).toBe('pending');
    expect(send({ ...limit, quantity: d('120') }, { validateOnly: true })).toContain('insufficient funds');
    expect(events).toEqual([]);
    expect(balance('USD')).toBe('10000/0');
    send(limit);
    expect(venue.openOrders()[0]?.id).toBe('order-1');
  });
});

describe('a market in mode', () => {
  const rest = { ...limit, price: d('100') };
  it('cancel-only cancels, and does nothing else', () => {
    const { send, venue, book, told } = exchange();
    send(rest);
    venue.setMode('cancel-only', 'BTC/USD');
    expect(send(limit, { clientOrderId: 'b' })).toBe('the market is in cancel-only mode');
    expect(send(limit, { pair: 'ETH/USD', clientOrderId: 'b' })).toBe('open');
    book('99x1', '99.5x1');
    expect(told()).toEqual([]);
    expect(venue.amend({ clientOrderId: 'limit-buy' }, { quantity: d('0.5') })).toMatchObject({
      refused: { code: 'market-mode' },
    });
    expect(venue.cancel({ clientOrderId: 'limit-buy' })).toMatchObject({ accepted: { status: 'canceled' } });
  });

  it('post-only takes in only such orders and matches nothing until it is online again', () => {
    const { send, venue, book, print, told } = exchange();
    venue.setMode('post-only');
    expect(send(rest)).toBe('the market is in post-only mode');
    expect(send(rest, { terms: { postOnly: true } })).toBe('open');
    book('99x1', '99.5x1');
    print(99, '1');
    expect(told()).toEqual([]);
    venue.setMode('online');
    expect(told()).toEqual(['limit-buy filled 1 at 100 maker', 'limit-buy completed']);
  });

  it('limit-only takes in limit orders and matches', () => {
    const { send, venue } = exchange();
    venue.setMode('limit-only');
    expect(send(market)).toBe('the market is in limit-only mode');
    expect(send({ ...limit, price: d('101') })).toBe('filled');
  });

  it('maintenance does not even cancel, and the dead man’s switch waits for its end', () => {
    const { send, venue, told } = exchange();
    send(limit);
    venue.cancelAllAfter(1000);
    venue.setMode('maintenance');
    expect(venue.cancel({ clientOrderId: 'limit-buy' })).toMatchObject({ refused: { mode: 'maintenance' } });
    expect(venue.cancelAll()).toEqual([]);
    venue.advanceTo(2000);
    expect(told()).toEqual([]);
    venue.setMode('online');
    expect(told()).toEqual(['limit-buy canceled: dead man’s switch']);
  });

  it('that does not match lets an order at the market that has started wait', () => {
    const { send, venue, told } = exchange();
    send(market, { terms: { startsAt: 1000 } });
    venue.setMode('cancel-only');
    venue.advanceTo(2000);
    expect(told()).toEqual([]);
    venue.setMode('online');
    expect(told()).toEqual(['market-buy filled 1 at 101 taker', 'market-buy completed']);
  });

  it('that does not match sets nothing off until it is online again', () => {
    const { send, venue, print, told } = exchange();
    send({ type: 'stop-loss', side: 'sell', price: d('95'), quantity: d('1') });
    venue.setMode('post-only');
    print(90, '1');
    expect(told()).toEqual([]);
    venue.setMode('online');
    expect(told()[0]).toBe('stop-loss-sell triggered');
  });
});
