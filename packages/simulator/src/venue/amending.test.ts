import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';
import { refusalText, type AmendRequest } from '../index.js';

const rest = { type: 'limit', side: 'buy', price: d('99'), quantity: d('2') } as const;

function resting() {
  const ours = exchange();
  ours.send(rest, { clientOrderId: 'mine' });
  const amend = (change: AmendRequest, clientOrderId = 'mine') => {
    const result = ours.venue.amend({ clientOrderId }, change);
    return 'accepted' in result ? result.accepted.status : refusalText(result.refused);
  };
  return { ...ours, amend };
}

describe('amend', () => {
  it('keeps the id, and the place when only less is wanted', () => {
    const { amend, told, print, venue, balance } = resting();
    print(99, '4');
    expect(amend({ quantity: d('1') })).toBe('open');
    expect(told()).toEqual(['mine amended']);
    expect(balance('USD')).toBe('10000/99.396');
    expect(venue.order({ id: 'order-1' })?.order).toMatchObject({ quantity: d('1') });
    print(99, '2');
    expect(told()).toEqual(['mine filled 1 at 99 maker', 'mine completed']);
  });

  it('goes behind the others for more, or for another price', () => {
    const { amend, told, print, balance } = resting();
    print(99, '5');
    expect(amend({ quantity: d('3') })).toBe('open');
    expect(told()).toEqual(['mine amended, priority lost']);
    expect(balance('USD')).toBe('10000/298.188');
    print(99, '5');
    expect(told()).toEqual([]);
    expect(amend({ limitPrice: d('99') })).toBe('open');
    expect(told()).toEqual(['mine amended']);
    expect(amend({ limitPrice: d('99.1') })).toBe('open');
    expect(told()).toEqual(['mine amended, priority lost']);
    print(99.1, '1');
    expect(told()).toEqual(['mine filled 1 at 99.1 maker']);
  });

  it('takes when the new price allows', () => {
    const { amend, told } = resting();
    expect(amend({ limitPrice: d('101') })).toBe('filled');
    expect(told()).toEqual(['mine amended, priority lost', 'mine filled 2 at 101 taker', 'mine completed']);
  });

  it('to what has filled cancels the rest', () => {
    const { amend, told, print, venue } = resting();
    print(98.9, '1');
    told();
    expect(amend({ quantity: d('0.5') })).toBe('canceled');
    expect(told()).toEqual(['mine amended', 'mine canceled: amended below filled quantity']);
    expect(venue.order({ clientOrderId: 'mine' })?.quantity.toString()).toBe('1');
  });

  it('moves the trigger of a stop, which may go off at once', () => {
    const { amend, send, print, told } = resting();
    print(100, '1');
    send({ type: 'stop-loss', side: 'sell', price: d('95'), quantity: d('1') }, { clientOrderId: 'stop' });
    expect(amend({ triggerPrice: d('99') }, 'stop')).toBe('open');
    expect(amend({ triggerPrice: d('100') }, 'stop')).toBe('filled');
    expect(told()).toEqual([
      'stop amended',
      'stop amended',
      'stop triggered',
      'stop filled 1 at 99 taker',
      'stop completed',
    ]);
    expect(amend({ triggerPrice: d('90') }, 'stop')).toBe('unknown order stop');
  });

  it('does not set off a stop that has not started', () => {
    const { amend, send, print, venue } = resting();
    print(90, '1');
    const stop = { type: 'stop-loss', side: 'sell', price: d('80'), quantity: d('1') } as const;
    send(stop, { clientOrderId: 'stop', terms: { startsAt: 1000 } });
    expect(amend({ triggerPrice: d('95') }, 'stop')).toBe('pending');
    venue.advanceTo(1000);
    expect(venue.order({ clientOrderId: 'stop' })?.status).toBe('filled');
  });

  it('changes what an iceberg shows', () => {
    const { amend, send, venue, print, told } = resting();
    const iceberg = {
      type: 'iceberg',
      side: 'sell',
      price: d('102'),
      quantity: d('3'),
      displayQuantity: d('1'),
    } as const;
    send(iceberg, { clientOrderId: 'ice' });
    expect(amend({ displayQuantity: d('0.1') }, 'ice')).toBe('display quantity 0.1 is not from 0.2 to below 3');
    expect(amend({ displayQuantity: d('2') }, 'ice')).toBe('open');
    expect(venue.order({ clientOrderId: 'ice' })?.order).toMatchObject({ displayQuantity: d('2') });
    print(102, '5');
    expect(amend({ displayQuantity: d('0.5') }, 'ice')).toBe('open');
    print(102, '0.8'); // half a unit shows, and is in front; then it is behind five
    expect(told()).toEqual(['ice amended, priority lost', 'ice amended', 'ice filled 0.5 at 102 maker']);
  });

  it('refuses what does not fit, and changes nothing', () => {
    const { amend, events, venue, balance, send } = resting();
    events.length = 0;
    expect(amend({ quantity: d('1') }, 'nobody')).toBe('unknown order nobody');
    expect(amend({ quantity: d('0') })).toBe('quantity 0 is not above 0');
    expect(amend({ quantity: d('0.0001') })).toBe('quantity 0.0001 is below the minimum 0.001');
    expect(amend({ quantity: d('200') })).toBe('insufficient funds: 19879.2 USD needed, 10000 free');
    expect(amend({ limitPrice: d('99.05') })).toBe('limitPrice 99.05 is not a multiple of 0.1');
    expect(amend({ limitPrice: d('101'), postOnly: true })).toBe('post only at 101 would take from 101');
    expect(amend({ triggerPrice: d('90') })).toBe('not to be amended: the trigger price of this limit order');
    expect(amend({ displayQuantity: d('1') })).toBe('not to be amended: the display quantity of a limit order');
    expect(amend({ quantity: d('1'), deadline: 0 })).toBe('deadline 0 elapsed at 0');
    expect(events).toEqual([]);
    expect(balance('USD')).toBe('10000/198.792');
    expect(venue.order({ id: 'order-1' })?.quantity.toString()).toBe('2');
    send({ type: 'stop-loss', side: 'sell', price: d('95'), quantity: d('1') }, { clientOrderId: 'stop' });
    expect(amend({ limitPrice: d('90') }, 'stop')).toBe('not to be amended: the limit price of a stop-loss order');
  });
});
