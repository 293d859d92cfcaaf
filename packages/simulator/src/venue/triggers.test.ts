import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';
import type { VenueOrderSpec } from '../index.js';

const one = { side: 'sell', quantity: d('1') } as const;

const quote = (value: string) => ({ value: d(value), unit: 'quote' }) as const;

describe('a stop-loss', () => {
  it('goes off at its price or worse, and takes', () => {
    const { send, print, told, balance } = exchange();
    expect(send({ ...one, type: 'stop-loss', price: d('95') })).toBe('open');
    expect(balance('BTC')).toBe('10/0');
    print(95.1, '1');
    expect(told()).toEqual([]);
    print(95, '1');
    expect(told()).toEqual([
      'stop-loss-sell triggered',
      'stop-loss-sell filled 1 at 99 taker',
      'stop-loss-sell completed',
    ]);
  });

  it('of a buyer goes off above', () => {
    const { send, print, told } = exchange();
    send({ ...one, side: 'buy', type: 'stop-loss', price: d('105') });
    print(104.9, '1');
    print(105, '1');
    expect(told()[0]).toBe('stop-loss-buy triggered');
  });

  it('goes off at once when the market is there already', () => {
    const { send, print } = exchange();
    print(94, '1');
    expect(send({ ...one, type: 'stop-loss', price: d('95') })).toBe('filled');
  });

  it('is canceled when it goes off and cannot pay, whole and without a fill', () => {
    const { send, print, told, balance } = exchange();
    send({ ...one, type: 'stop-loss', price: d('95') });
    send({ ...one, type: 'limit', price: d('110'), quantity: d('9.5') });
    print(95, '1');
    expect(told()).toEqual(['stop-loss-sell triggered', 'stop-loss-sell canceled: insufficient funds']);
    expect(balance('BTC')).toBe('10/9.5');
  });

  it('goes by the index when it is told to and there is one', () => {
    const { send, print, told, venue } = exchange();
    send({ ...one, type: 'stop-loss', price: d('95') }, { terms: { trigger: 'index' } });
    venue.indexed('BTC/USD', d('100'));
    print(90, '1');
    expect(told()).toEqual([]);
    venue.indexed('BTC/USD', d('95'));
    expect(told()[0]).toBe('stop-loss-sell triggered');
    send({ ...one, type: 'stop-loss', price: d('95') }, { pair: 'ETH/USD', terms: { trigger: 'index' } });
    venue.traded('ETH/USD', { time: 0, price: 90, quantity: d('1') });
    expect(told()[0]).toBe('stop-loss-sell triggered');
  });
});

describe('a take-profit', () => {
  it('goes off at its price or better', () => {
    const { send, print, told } = exchange();
    send({ ...one, type: 'take-profit', price: d('105') });
    send({ ...one, side: 'buy', type: 'take-profit', price: d('95') });
    print(104.9, '1');
    expect(told()).toEqual([]);
    print(105, '1');
    expect(told()[0]).toBe('take-profit-sell triggered');
    print(95, '1');
    expect(told()[0]).toBe('take-profit-buy triggered');
  });
});

describe('the kinds that end in -limit', () => {
  it('hold funds from the beginning and become limit orders', () => {
    const { send, print, told, balance, venue, book } = exchange();
    send({ ...one, type: 'stop-loss-limit', price: d('95'), limitPrice: d('99.5') });
    expect(balance('BTC')).toBe('10/1');
    print(95, '1');
    expect(told()).toEqual(['stop-loss-limit-sell triggered']);
    expect(venue.openOrders()[0]).toMatchObject({ isTriggered: true, status: 'open' });
    book('99.5x1', '101x5');
    expect(told()[0]).toBe('stop-loss-limit-sell filled 1 at 99.5 maker');
  });

  it('take at once when they go off and their limit allows', () => {
    const { send, print, told } = exchange();
    send({ ...one, side: 'buy', type: 'take-profit-limit', price: d('98'), limitPrice: d('101') });
    print(98, '1');
    expect(told()[1]).toBe('take-profit-limit-buy filled 1 at 101 taker');
  });
});

describe('a trailing stop', () => {
  it('follows the best price and goes off when the market turns by its offset', () => {
    const { send, print, told, venue } = exchange();
    send({ ...one, type: 'trailing-stop', offset: quote('5') });
    expect(venue.openOrders()[0]?.triggerPrice).toBeUndefined();
    for (const price of [100, 96, 110, 107]) print(price, '1');
    expect(venue.openOrders()[0]?.triggerPrice?.toString()).toBe('105');
    expect(told()).toEqual([]);
    print(105, '1');
    expect(told()[0]).toBe('trailing-stop-sell triggered');
  });

  it('measures percent from the best price, rounded away to the tick', () => {
    const { send, print, told, venue } = exchange();
    send({ ...one, side: 'buy', type: 'trailing-stop', offset: { value: d('2.5'), unit: 'percent' } });
    print(101.1, '1'); // 2.5275, so 2.6
    expect(venue.openOrders()[0]?.triggerPrice?.toString()).toBe('103.7');
    print(95, '1');
    print(97.4, '1');
    expect(told()[0]).toBe('trailing-stop-buy triggered');
  });

  it('with a limit becomes a limit order that far from its trigger', () => {
    const { send, print, venue } = exchange();
    const order: VenueOrderSpec = {
      ...one,
      type: 'trailing-stop-limit',
      offset: quote('5'),
      limitOffset: quote('-6'),
    };
    send(order);
    print(100, '1');
    print(94, '1');
    const [resting] = venue.openOrders();
    // better than the trigger by 6: below zero is towards the owner
    expect(resting?.limitPrice?.toString()).toBe('101');
    expect(resting?.isTriggered).toBe(true);
  });

  it('needs an offset above 0, and below 100 percent', () => {
    const { send } = exchange();
    const refused = 'is not above 0, or not below 100 percent';
    expect(send({ ...one, type: 'trailing-stop', offset: quote('0') })).toBe(`trailing offset 0 ${refused}`);
    const whole = { value: d('100'), unit: 'percent' } as const;
    expect(send({ ...one, type: 'trailing-stop', offset: whole })).toBe(`trailing offset 100 ${refused}`);
  });
});
