import { Decimal, type OrderChange, type OrderRequest, type OrderTerms } from '@fathom/contracts';
import { bitcoin, candle, RecordingOrderListener, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { Simulator } from './simulator.js';

const d = (text: string) => Decimal.parse(text);
const HOUR = 3_600_000;
const SHORT: OrderTerms = { leverage: 2 };
const COVER: OrderTerms = { leverage: 2, reduceOnly: true };

type Kind =
  | { readonly type: 'market' }
  | { readonly type: 'limit' | 'stop-loss' | 'take-profit'; readonly price: Decimal }
  | { readonly type: 'stop-loss-limit' | 'take-profit-limit'; readonly price: Decimal; readonly limitPrice: Decimal }
  | { readonly type: 'trailing-stop'; readonly offset: { readonly value: Decimal; readonly unit: 'quote' } };

/** An exchange with 1000 USD and hourly candles, no slippage, fees of 0.4 % and 0.25 %. */
function exchange() {
  const listener = new RecordingOrderListener();
  const fees = { takerPercent: d('0.4'), makerPercent: d('0.25') };
  const simulator = new Simulator({ instrument: bitcoin, balance: d('1000'), fees });
  simulator.listener = listener;
  let time = START;
  const place = (clientOrderId: string, side: 'buy' | 'sell', kind: Kind, terms?: OrderTerms, quantity = '1') => {
    const order: OrderRequest = { clientOrderId, side, quantity: d(quantity), time, ...kind, ...(terms && { terms }) };
    simulator.submit(order);
    simulator.settle();
    return order;
  };
  const amend = (order: OrderRequest, change: OrderChange) => {
    simulator.amend(order, change);
    simulator.settle();
  };
  /** An hour of the market. */
  const play = (open: number, high = open, low = open, close = open) => {
    simulator.process(candle({ openTime: time, open, high, low, close }), time + HOUR);
    simulator.settle();
    time += HOUR;
  };
  /** `stop filled 95 taker`, without acknowledgements. */
  const told = () =>
    listener.events.splice(0).flatMap((event) => {
      if (event.type === 'order-accepted') return [];
      const name = `${event.clientOrderId} ${event.type.slice('order-'.length)}`;
      if (event.type === 'order-filled') return [`${name} ${event.fill.price.toString()} ${event.fill.liquidity}`];
      return 'reason' in event ? [`${name}: ${event.reason}`] : [name];
    });
  const money = () => [simulator.account.cash, simulator.account.holding].map(String);
  return { simulator, listener, place, amend, play, told, money, now: () => time };
}

/** The same with one unit bought at 100. */
function holding() {
  const ours = exchange();
  ours.place('entry', 'buy', { type: 'market' });
  ours.play(100);
  ours.told();
  return ours;
}

const trailing: Kind = { type: 'trailing-stop', offset: { value: d('5'), unit: 'quote' } };

describe('a trailing stop', () => {
  it.each<[string, readonly (readonly [number, number?, number?, number?])[], readonly string[]]>([
    [
      'rests while the market rises',
      [
        [100, 110, 100, 110],
        [110, 120, 110, 120],
      ],
      [],
    ],
    [
      'goes off where the candle before has left it',
      [
        [100, 110, 106, 108],
        [108, 108, 100, 101],
      ],
      ['stop filled 105 taker'],
    ],
    ['goes off at the open that has jumped over it', [[100, 110, 106, 108], [102]], ['stop filled 102 taker']],
    [
      'goes off on the way back from this candle’s high to its close',
      [[100, 110, 100, 104]],
      ['stop filled 105 taker'],
    ],
    ['does not count a low that may have come before the high', [[100, 110, 96, 109]], []],
  ])('%s', (_, candles, expected) => {
    const ours = holding();
    ours.place('stop', 'sell', trailing);
    for (const [open, high, low, close] of candles) ours.play(open, high, low, close);
    expect(ours.told()).toEqual(expected);
  });

  it('begins at the price its entry has filled at', () => {
    const ours = exchange();
    const entry = ours.place('entry', 'buy', { type: 'market' });
    ours.listener.onEvent = (event) => {
      const isEntry = event.type === 'order-filled' && event.clientOrderId === entry.clientOrderId;
      if (isEntry) ours.place('stop', 'sell', trailing);
    };
    ours.play(100, 101, 94, 101);
    expect(ours.told()).toEqual(['entry filled 100 taker', 'stop filled 95 taker']);
  });
});

describe('orders that become limit orders', () => {
  const stop: Kind = { type: 'stop-loss-limit', price: d('95'), limitPrice: d('94') };

  it('take where the trigger was, if the limit allows it', () => {
    const ours = holding();
    ours.place('stop', 'sell', stop);
    ours.play(100, 100, 90, 92);
    expect(ours.told()).toEqual(['stop filled 95 taker']);
  });

  it('rest when the market has jumped over the limit, and fill when it comes back', () => {
    const ours = holding();
    ours.place('stop', 'sell', stop);
    ours.play(90, 91, 89, 91);
    expect(ours.told()).toEqual([]);
    ours.play(91, 96, 91, 96);
    expect(ours.told()).toEqual(['stop filled 94 maker']);
  });

  it('take a profit no worse than their limit', () => {
    const ours = holding();
    ours.place('target', 'sell', { type: 'take-profit-limit', price: d('110'), limitPrice: d('109') });
    ours.play(100, 112, 100, 111);
    expect(ours.told()).toEqual(['target filled 110 taker']);
  });
});

describe('terms', () => {
  const limit: Kind = { type: 'limit', price: d('95') };

  it('end an order when its time is over; inside a candle it sees only the open', () => {
    const ours = exchange();
    ours.place('early', 'buy', limit, { timeInForce: 'gtd', expiresAt: ours.now() + HOUR / 2 });
    ours.place('late', 'buy', { ...limit, price: d('94') }, { timeInForce: 'gtd', expiresAt: ours.now() + HOUR });
    ours.play(100, 100, 90, 96);
    expect(ours.told()).toEqual(['early canceled: expired', 'late filled 94 maker']);
  });

  it('never let a post-only order take', () => {
    const ours = exchange();
    ours.place('taking', 'buy', { ...limit, price: d('101') }, { postOnly: true });
    ours.place('resting', 'buy', limit, { postOnly: true });
    ours.play(100, 100, 94, 96);
    expect(ours.told()).toEqual(['taking canceled: post only', 'resting filled 95 maker']);
  });

  it('let an order take at once or not at all', () => {
    const ours = exchange();
    ours.place('no', 'buy', limit, { timeInForce: 'ioc' });
    ours.place('yes', 'buy', { ...limit, price: d('101') }, { timeInForce: 'ioc' });
    ours.play(100, 100, 90, 90);
    expect(ours.told()).toEqual(['no canceled: immediate or cancel', 'yes filled 100 taker']);
  });
});

describe('amending', () => {
  it('moves an order from the next candle on', () => {
    const ours = exchange();
    const order = ours.place('entry', 'buy', { type: 'limit', price: d('90') });
    ours.play(100, 100, 95, 100);
    ours.amend(order, { limitPrice: d('96') });
    ours.play(100, 100, 95, 100);
    expect(ours.told()).toEqual(['entry amended', 'entry filled 96 maker']);
  });

  it('refuses what a post-only order could not rest at', () => {
    const ours = exchange();
    const order = ours.place('entry', 'buy', { type: 'limit', price: d('90') }, { postOnly: true });
    ours.play(100);
    ours.amend(order, { limitPrice: d('101') });
    ours.play(100, 100, 91, 91);
    expect(ours.told()).toEqual(['entry amend-refused: post only']);
  });
});

describe('margin', () => {
  it('moves cash by fees at opening, and by profit and fees at closing', () => {
    const ours = exchange();
    ours.place('short', 'sell', { type: 'market' }, SHORT);
    ours.play(100);
    // 0.4 % for the trade, and 0.01 % for borrowing bitcoin.
    expect(ours.money()).toEqual(['999.59', '0']);
    ours.place('cover', 'buy', { type: 'market' }, COVER);
    ours.play(90);
    expect(ours.money()).toEqual(['1009.23', '0']);
    expect(ours.told()).toEqual(['short filled 100 taker', 'cover filled 90 taker']);
  });

  it('charges every fourth hour, of a short at its price then', () => {
    const ours = exchange();
    ours.place('short', 'sell', { type: 'market' }, SHORT);
    for (const price of [100, 101, 102, 110, 120]) ours.play(price);
    const [charge, ...more] = ours.listener.accountEvents;
    expect(charge).toMatchObject({ type: 'fee-charged', time: START + 4 * HOUR, kind: 'rollover' });
    // The last price before: 110.
    expect(charge?.type === 'fee-charged' && charge.fee.toString()).toBe('0.011');
    expect([more, ours.money()]).toEqual([[], ['999.579', '0']]);
  });

  it('opens nothing the free margin does not cover, and closes no more than there is', () => {
    const ours = exchange();
    ours.place('greedy', 'sell', { type: 'market' }, SHORT, '30');
    ours.play(100);
    ours.place('cover', 'buy', { type: 'market' }, COVER);
    ours.place('short', 'sell', { type: 'market' }, SHORT);
    ours.play(100);
    ours.place('more', 'buy', { type: 'market' }, COVER, '3');
    ours.play(100);
    expect(ours.told()).toEqual([
      'greedy canceled: insufficient margin',
      'cover canceled: reduce only',
      'short filled 100 taker',
      'more filled 100 taker',
      'more canceled: reduce only',
    ]);
  });

  it('is closed by the exchange where the margin level falls too low', () => {
    const ours = exchange();
    ours.place('short', 'sell', { type: 'market' }, SHORT, '15');
    ours.play(100);
    ours.play(100, 160, 100, 150);
    // Equity 993.85 + 1500 − 15 p is 40 % of the 750 that are used: p = 146.25…, to the tick against us.
    expect(ours.listener.accountEvents).toMatchObject([{ type: 'position-liquidated', side: 'buy' }]);
    const [closed] = ours.listener.accountEvents;
    expect(closed?.type === 'position-liquidated' && closed.fill.price.toString()).toBe('146.3');
    ours.place('cover', 'buy', { type: 'market' }, COVER);
    ours.play(150);
    expect(ours.told()).toEqual(['short filled 100 taker', 'cover canceled: reduce only']);
  });

  it('is stopped out first when the stop is nearer', () => {
    const ours = exchange();
    ours.place('short', 'sell', { type: 'market' }, SHORT, '15');
    ours.play(100);
    ours.place('stop', 'buy', { type: 'stop-loss', price: d('110') }, COVER, '15');
    ours.play(100, 160, 100, 150);
    expect([ours.told().at(-1), ours.listener.accountEvents]).toEqual(['stop filled 110 taker', []]);
  });
});
