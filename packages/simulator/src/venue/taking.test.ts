import type { Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { d, exchange } from '../../testing/exchange.js';

const percent = (takerPercent: string) => ({ takerPercent: d(takerPercent), makerPercent: d('0') });

const cheaperFrom100 = (_: unknown, volume: Decimal) => percent(volume.isLessThan(d('100')) ? '0.4' : '0.2');

describe('an order at the market', () => {
  it('walks the displayed book, best price first, as the taker', () => {
    const { send, toldAll, balance } = exchange();
    expect(send({ type: 'market', side: 'buy', quantity: d('7') })).toBe('filled');
    expect(toldAll()).toEqual([
      'market-buy accepted',
      'market-buy opened',
      'market-buy filled 5 at 101 taker',
      'trade USD -505 fee 2.02',
      'trade BTC 5 fee 0',
      'market-buy filled 2 at 102 taker',
      'trade USD -204 fee 0.816',
      'trade BTC 2 fee 0',
      'market-buy completed',
    ]);
    expect(balance('USD')).toBe('9288.164/0');
    expect(balance('BTC')).toBe('17/0');
  });

  it('fills what there is and is canceled for the rest when the depth runs out', () => {
    const { send, told, venue } = exchange({ btc: '20' });
    expect(send({ type: 'market', side: 'sell', quantity: d('12') })).toBe('canceled');
    expect(told()).toEqual([
      'market-sell filled 5 at 99 taker',
      'market-sell filled 5 at 98 taker',
      'market-sell canceled: no liquidity',
    ]);
    const order = venue.order({ clientOrderId: 'market-sell' });
    expect(order?.filledQuantity.toString()).toBe('10');
    expect(order?.averagePrice.toString()).toBe('98.5');
  });

  it('is canceled when there is no book at all', () => {
    const { send, told } = exchange();
    send({ type: 'market', side: 'buy', quantity: d('1') }, { pair: 'ETH/USD' });
    expect(told()).toEqual(['market-buy canceled: no liquidity']);
  });

  it('does not take the same liquidity twice', () => {
    const { send, told, book } = exchange();
    send({ type: 'market', side: 'buy', quantity: d('3') });
    send({ type: 'market', side: 'buy', quantity: d('3') });
    expect(told()).toEqual([
      'market-buy filled 3 at 101 taker',
      'market-buy completed',
      'market-buy filled 2 at 101 taker',
      'market-buy filled 1 at 102 taker',
      'market-buy completed',
    ]);
    book('99x5', '101x6 102x5'); // one more has come to where five were taken
    send({ type: 'market', side: 'buy', quantity: d('2') });
    expect(told()).toEqual([
      'market-buy filled 1 at 101 taker',
      'market-buy filled 1 at 102 taker',
      'market-buy completed',
    ]);
    book('99x5', '102x5');
    book('99x5', '101x6 102x5'); // the level was gone: what is there now is new
    send({ type: 'market', side: 'buy', quantity: d('2') });
    expect(told()[0]).toBe('market-buy filled 2 at 101 taker');
  });

  it('spends a sum when its quantity is in quote, the fee beside it', () => {
    const { send, venue, balance } = exchange();
    send({ type: 'market', side: 'buy', quantity: d('607') }, { quantityIn: 'quote' });
    const order = venue.order({ clientOrderId: 'market-buy' });
    // 5 at 101 are 505; 102 buy 1 more
    expect(order?.status).toBe('filled');
    expect(order?.filledQuantity.toString()).toBe('6');
    expect(order?.cost.toString()).toBe('607');
    expect(balance('USD')).toBe('9390.572/0');
  });

  it('that spends a sum ends when the rest buys nothing more', () => {
    const { send, told, venue } = exchange();
    send({ type: 'market', side: 'buy', quantity: d('100') }, { quantityIn: 'quote' });
    const order = venue.order({ clientOrderId: 'market-buy' });
    expect(order?.filledQuantity.toString()).toBe('0.990099'); // 100 / 101, rounded down to 8 digits
    expect(order?.status).toBe('filled');
    expect(told().at(-1)).toBe('market-buy completed');
  });
});

describe('a limit order that the book can serve', () => {
  it('takes up to its limit and rests with what is left', () => {
    const { send, told, balance, venue } = exchange();
    expect(send({ type: 'limit', side: 'buy', price: d('101.5'), quantity: d('6') })).toBe('partially-filled');
    expect(told()).toEqual(['limit-buy filled 5 at 101 taker']);
    // 1 at 101.5 and 0.4 %
    expect(balance('USD')).toBe('9492.98/101.906');
    expect(venue.openOrders().map(({ id }) => id)).toEqual(['order-1']);
  });

  it('is canceled for the rest when it is immediate or cancel', () => {
    const { send, told, balance } = exchange();
    const ioc = { terms: { timeInForce: 'ioc' } } as const;
    send({ type: 'limit', side: 'buy', price: d('101.5'), quantity: d('6') }, ioc);
    expect(told()).toEqual(['limit-buy filled 5 at 101 taker', 'limit-buy canceled: immediate or cancel']);
    expect(balance('USD')).toBe('9492.98/0');
  });

  it('is refused when it is post only, also where only we have taken what is displayed', () => {
    const { send } = exchange();
    const postOnly = { terms: { postOnly: true } };
    const order = { type: 'limit', side: 'buy', price: d('101'), quantity: d('1') } as const;
    expect(send(order, postOnly)).toBe('post only at 101 would take from 101');
    send({ type: 'market', side: 'buy', quantity: d('5') });
    expect(send(order, postOnly)).toBe('post only at 101 would take from 101');
    expect(send({ ...order, price: d('100.9') }, postOnly)).toBe('open');
  });
});

describe('fees', () => {
  it('are taken in base when a buyer asks for it', () => {
    const { send, toldAll, venue } = exchange();
    send({ type: 'market', side: 'buy', quantity: d('1') }, { feeIn: 'base' });
    expect(toldAll().slice(3, 5)).toEqual(['trade USD -101 fee 0', 'trade BTC 1 fee 0.004']);
    const [fill] = venue.fills();
    expect([fill?.fee.toString(), fill?.feeAsset, fill?.feeCharged.toString()]).toEqual(['0.404', 'BTC', '0.004']);
  });

  it('of a sell are taken in base as long as there is some left, else in quote', () => {
    const { send, toldAll } = exchange({ btc: '1.5' });
    send({ type: 'market', side: 'sell', quantity: d('1') });
    expect(toldAll().slice(3, 5)).toEqual(['trade BTC -1 fee 0.004', 'trade USD 99 fee 0']);
    send({ type: 'market', side: 'sell', quantity: d('0.496') });
    expect(toldAll().slice(3, 5)).toEqual(['trade BTC -0.496 fee 0', 'trade USD 49.104 fee 0.19642']);
  });

  it('of a buy are taken in base when they have risen beyond what was held', () => {
    let rates = percent('0.4');
    const { send, toldAll, balance, book } = exchange({ usd: '100.4', options: { feeRates: () => rates } });
    send({ type: 'limit', side: 'buy', price: d('100'), quantity: d('1') });
    rates = { ...percent('1'), makerPercent: d('0.5') };
    toldAll();
    book('99x5', '100x5');
    expect(toldAll().slice(1, 3)).toEqual(['trade USD -100 fee 0', 'trade BTC 1 fee 0.005']);
    expect(balance('USD')).toBe('0.4/0');
  });

  it('follow the volume of the last 30 days', () => {
    const { send, venue } = exchange({ options: { feeRates: cheaperFrom100 } });
    const fee = () => {
      send({ type: 'market', side: 'buy', quantity: d('1') });
      return venue.fills().at(-1)?.fee.toString();
    };
    expect(fee()).toBe('0.404');
    expect(fee()).toBe('0.202');
    expect(venue.volume().toString()).toBe('202');
    venue.advanceTo(30 * 86_400_000 - 1);
    expect(venue.feeRates('BTC/USD').takerPercent.toString()).toBe('0.2');
    venue.advanceTo(30 * 86_400_000);
    expect(venue.volume().toString()).toBe('0');
    expect(fee()).toBe('0.404');
  });

  it('and costs are rounded to the pair’s digits, nearest', () => {
    const { send, venue, book } = exchange();
    book('99x5', '146.5x1');
    send({ type: 'market', side: 'buy', quantity: d('0.12345677') });
    const [fill] = venue.fills();
    // 146.5 × 0.12345677 = 18.086416805; × 0.4 % = 0.07234568
    expect(fill?.cost.toString()).toBe('18.08642');
    expect(fill?.fee.toString()).toBe('0.07235');
  });

  it('rounded up in many small fills may want more than is there; then the rest is canceled', () => {
    const { send, print, told, balance } = exchange({ usd: '1.005' });
    send({ type: 'limit', side: 'buy', price: d('100.5'), quantity: d('0.01') }, { feeIn: 'base' });
    for (const quantity of ['0.00000015', '0.00000015', '0.00000015', '1']) print(100, quantity);
    // three times 0.000015075, so 0.00002; 1.00495 for the rest and 1.00494 left
    expect(told().at(-1)).toBe('limit-buy canceled: insufficient funds');
    expect(balance('USD')).toBe('1.00494/0');
  });
});
