import { Decimal, type OrderRequest } from '@fathom/contracts';
import { bitcoin, candle, RecordingOrderListener, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { Simulator } from './simulator.js';

const d = (text: string) => Decimal.parse(text);
const CLOSE = START + 300_000;

/** An exchange with 1000 USD, 0.4 % taker and 0.25 % maker, and what it told. */
function exchange(options: { balance?: string; slippage?: string } = {}) {
  const listener = new RecordingOrderListener();
  const { events } = listener;
  const orders = new Map<string, OrderRequest>();
  const simulator = new Simulator({
    instrument: bitcoin,
    balance: d(options.balance ?? '1000'),
    fees: { takerPercent: d('0.4'), makerPercent: d('0.25') },
    slippageBasisPoints: d(options.slippage ?? '0'),
  });
  simulator.listener = listener;
  const submit = (order: OrderRequest) => {
    orders.set(order.clientOrderId, order);
    simulator.submit(order);
  };
  const cancel = (clientOrderId: string) => {
    const order = orders.get(clientOrderId);
    if (order === undefined) throw new Error(`${clientOrderId} was not submitted`);
    simulator.cancel(order);
  };
  const place = (order: Partial<OrderRequest> & Pick<OrderRequest, 'type' | 'side'>) => {
    submit({
      clientOrderId: `${order.type}-${order.side}`,
      quantity: d('1'),
      time: START,
      ...order,
    } as OrderRequest);
    simulator.settle();
  };
  /** One line an event: `stop-loss-sell filled 95 taker`. */
  const told = () =>
    events.splice(0).map((event) => {
      const rest = event.type === 'order-filled' ? ` ${event.fill.price.toString()} ${event.fill.liquidity}` : '';
      return `${event.clientOrderId} ${event.type.slice(6)}${rest}`;
    });
  return { simulator, listener, events, place, cancel, told };
}

/** The same, already holding one unit. */
function holding(options: { balance?: string; slippage?: string } = {}) {
  const ours = exchange(options);
  ours.place({ type: 'market', side: 'buy' });
  ours.simulator.process(candle({ close: 100 }), CLOSE);
  ours.told();
  return ours;
}

const range = (open: number, high: number, low: number, close: number) => candle({ open, high, low, close });

describe('a market order', () => {
  it('fills at the open of the next candle, never on the candle that caused it', () => {
    const { simulator, place, told, events } = exchange();
    simulator.process(range(90, 120, 80, 100), CLOSE);
    place({ type: 'market', side: 'buy' });
    expect(told()).toEqual(['market-buy accepted']);
    simulator.process(range(101, 120, 80, 110), CLOSE);
    expect(events[0]?.time).toBe(START);
    expect(told()).toEqual(['market-buy filled 101 taker']);
  });

  it('pays fee and slippage, to the last digit', () => {
    const { simulator, place, events } = exchange({ slippage: '5' });
    place({ type: 'market', side: 'buy', quantity: d('0.002') });
    simulator.process(range(8121.2, 8200, 8100, 8150), CLOSE);
    const fill = events.at(-1);
    // 8121.2 · 1.0005 = 8125.2606, rounded up to the tick of 0.1
    if (fill?.type !== 'order-filled') throw new Error('not filled');
    expect(fill.fill.price.toString()).toBe('8125.3');
    expect(fill.fill.cost.toString()).toBe('16.2506');
    expect(fill.fill.fee.toString()).toBe('0.0650024');
    expect(fill.fill.slippage.toString()).toBe('0.0082');
    expect(simulator.account.cash.toString()).toBe('983.6843976');
    expect(simulator.account.holding.toString()).toBe('0.002');
  });

  it('sells lower by the slippage, rounded down', () => {
    const { simulator, place, told } = holding({ slippage: '5' });
    place({ type: 'market', side: 'sell' });
    simulator.process(candle({ close: 100 }), CLOSE);
    expect(told()).toEqual(['market-sell accepted', 'market-sell filled 99.9 taker']);
  });

  it('is canceled when the funds do not suffice, and nothing moves', () => {
    const { simulator, place, told } = exchange({ balance: '100' });
    place({ type: 'market', side: 'buy' });
    simulator.process(candle({ close: 100 }), CLOSE);
    expect(told()).toEqual(['market-buy accepted', 'market-buy canceled']);
    expect(simulator.account.cash.toString()).toBe('100');
    place({ type: 'market', side: 'sell' });
    simulator.process(candle({ close: 100 }), CLOSE);
    expect(told().at(-1)).toBe('market-sell canceled');
  });
});

describe('a stop-loss', () => {
  it('fills at its price when the candle touches it', () => {
    const { simulator, place, told } = holding();
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    simulator.process(range(100, 101, 95.1, 100), CLOSE);
    expect(told()).toEqual(['stop-loss-sell accepted']);
    simulator.process(range(100, 101, 95, 100), CLOSE);
    expect(told()).toEqual(['stop-loss-sell filled 95 taker']);
  });

  it('that fills inside a candle does so at the candle’s last instant, which is of the candle’s own day', () => {
    const { simulator, place, events } = holding();
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    simulator.process(range(100, 101, 94, 100), CLOSE);
    expect(events.at(-1)?.time).toBe(CLOSE - 1);
  });

  it('fills at the open when the market jumped over it', () => {
    const { simulator, place, told } = holding();
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    simulator.process(range(90, 101, 89, 100), CLOSE);
    expect(told().at(-1)).toBe('stop-loss-sell filled 90 taker');
  });

  it('guards a buy the other way round', () => {
    const { simulator, place, told } = exchange();
    place({ type: 'stop-loss', side: 'buy', price: d('105') });
    simulator.process(range(100, 104.9, 99, 100), CLOSE);
    simulator.process(range(100, 105, 99, 100), CLOSE);
    expect(told().at(-1)).toBe('stop-loss-buy filled 105 taker');
  });

  it('placed at a fill at the open counts for the rest of that candle', () => {
    const { simulator, listener, events, place } = exchange();
    place({ type: 'market', side: 'buy' });
    listener.onEvent = (event) => {
      if (event.type === 'order-filled' && event.clientOrderId === 'market-buy') {
        simulator.submit({
          type: 'stop-loss',
          side: 'sell',
          price: d('95'),
          quantity: d('1'),
          clientOrderId: 's',
          time: START,
        });
      }
    };
    simulator.process(range(100, 101, 94, 100), CLOSE);
    expect(events.map((event) => `${event.clientOrderId} ${event.type}`)).toEqual([
      'market-buy order-accepted',
      'market-buy order-filled',
      's order-accepted',
      's order-filled',
    ]);
    expect(simulator.ambiguousCandles).toBe(0);
  });
});

describe('a limit order', () => {
  it('fills at its price, as maker, only when the market goes beyond it', () => {
    const { simulator, place, told } = holding();
    place({ type: 'limit', side: 'sell', price: d('110') });
    simulator.process(range(100, 110, 95, 100), CLOSE);
    expect(told()).toEqual(['limit-sell accepted']);
    simulator.process(range(100, 110.1, 95, 100), CLOSE);
    expect(told()).toEqual(['limit-sell filled 110 maker']);
  });

  it('that rested gets its own price when the market jumps over it', () => {
    const { simulator, place, told } = holding();
    place({ type: 'limit', side: 'sell', price: d('110') });
    simulator.process(range(100, 105, 95, 100), CLOSE);
    simulator.process(range(120, 121, 119, 120), CLOSE);
    expect(told().at(-1)).toBe('limit-sell filled 110 maker');
  });

  it('that is already worth more than the market takes it at the open, without slippage', () => {
    const { simulator, place, told } = exchange({ slippage: '50' });
    place({ type: 'limit', side: 'buy', price: d('110') });
    simulator.process(range(100, 105, 95, 100), CLOSE);
    expect(told().at(-1)).toBe('limit-buy filled 100 taker');
  });
});

describe('a take-profit', () => {
  it('becomes a market order at its price', () => {
    const { simulator, place, told } = holding({ slippage: '100' });
    place({ type: 'take-profit', side: 'sell', price: d('110') });
    simulator.process(range(100, 111, 95, 100), CLOSE);
    expect(told().at(-1)).toBe('take-profit-sell filled 108.9 taker');
  });
});

describe('an order that was sent when another had filled at the open', () => {
  it.each([
    ['limit', '90', 'guard filled 100 taker'],
    ['limit', '100.5', 'guard filled 100.5 maker'],
    ['take-profit', '90', 'guard filled 99 taker'],
  ] as const)('%s at %s: sells at the open what was worth that much there already', (type, price, outcome) => {
    const { simulator, listener, place, told } = exchange({ slippage: '100' });
    place({ type: 'market', side: 'buy' });
    listener.onEvent = (event) => {
      if (event.type !== 'order-filled' || event.clientOrderId !== 'market-buy') return;
      simulator.submit({ type, side: 'sell', price: d(price), quantity: d('1'), clientOrderId: 'guard', time: START });
    };
    simulator.process(range(100, 101, 94, 100), CLOSE);
    expect(told().at(-1)).toBe(outcome);
  });
});

describe('when a candle reaches both', () => {
  it('the stop is assumed to come first, and the candle is counted as ambiguous', () => {
    const { simulator, listener, place, cancel, told } = holding();
    place({ type: 'limit', side: 'sell', price: d('110') });
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    listener.onEvent = (event) => {
      if (event.type === 'order-filled') cancel('limit-sell');
    };
    simulator.process(range(100, 111, 94, 100), CLOSE);
    expect(told()).toEqual([
      'limit-sell accepted',
      'stop-loss-sell accepted',
      'stop-loss-sell filled 95 taker',
      'limit-sell canceled',
    ]);
    expect(simulator.ambiguousCandles).toBe(1);
  });

  it('nothing is ambiguous when the open decided it', () => {
    const { simulator, place, events } = holding();
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    simulator.process(range(94, 120, 90, 100), CLOSE);
    expect(events.at(-1)?.type).toBe('order-filled');
    expect(simulator.ambiguousCandles).toBe(0);
  });
});

describe('cancel', () => {
  it('takes the order off and says so once', () => {
    const { simulator, place, cancel, told } = holding();
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    cancel('stop-loss-sell');
    cancel('stop-loss-sell');
    simulator.settle();
    simulator.process(range(90, 91, 89, 90), CLOSE);
    expect(told()).toEqual(['stop-loss-sell accepted', 'stop-loss-sell canceled']);
  });

  it('happens at the close of the candle it was decided on, never before', () => {
    const { simulator, place, cancel, events } = holding();
    place({ type: 'stop-loss', side: 'sell', price: d('95') });
    simulator.process(range(100, 101, 99, 100), CLOSE);
    cancel('stop-loss-sell');
    simulator.settle();
    expect(events.at(-1)).toMatchObject({ type: 'order-canceled', time: CLOSE });
  });

  it('says nothing about orders it does not hold', () => {
    const { simulator, told } = exchange();
    simulator.cancel({ type: 'market', clientOrderId: 'never-sent', side: 'buy', quantity: d('1'), time: START });
    simulator.settle();
    expect(told()).toEqual([]);
  });
});
