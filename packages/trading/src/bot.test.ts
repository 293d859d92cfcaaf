import {
  type Candle,
  Decimal,
  type FeedEvent,
  type LedgerEvent,
  type Signal,
  type Strategy,
  type TradesView,
} from '@fathom/contracts';
import { Ledger } from '@fathom/ledger';
import { bitcoin, candle, RecordingExecutionClient, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { Bot } from './bot.js';

const MINUTE = 60_000;
const SUBSCRIPTION = { channel: 'market-trades', pair: bitcoin.name } as const;

/** A strategy that says what it is told to, once. */
class Told implements Strategy {
  readonly name = 'told';
  readonly label = 'Told';
  readonly warmup = 2;
  readonly config = {};
  readonly seen: { candle: Candle; open: number }[] = [];
  next: (trades: TradesView) => readonly Signal[] = () => [];

  onCandle(one: Candle, trades: TradesView): readonly Signal[] {
    this.seen.push({ candle: one, open: trades.open.length });
    const signals = this.next(trades);
    this.next = () => [];
    return signals;
  }
}

const enter = (price = 100): Signal => ({ action: 'enter', side: 'long', reason: 'told', price });

function bot(stored: readonly LedgerEvent[] = [], startsAt = START + 20_000) {
  const strategy = new Told();
  const execution = new RecordingExecutionClient();
  const store: LedgerEvent[] = [...stored];
  const ledger = new Ledger({ startBalance: Decimal.parse('1000'), remembered: 100 });
  for (const event of stored) ledger.apply(event);
  const asked: number[] = [];
  const failures: string[] = [];
  const ours = new Bot({
    botId: '320',
    strategy,
    instrument: bitcoin,
    interval: 1,
    execution,
    ledger,
    store: { append: (event) => store.push(event) },
    sizing: { type: 'quantity', quantity: Decimal.ONE },
    costFactor: 1.01,
    startsAt,
    needHistory: (since) => asked.push(since),
    onStrategyFailure: (error) => failures.push(String(error)),
  });
  ours.start();
  let clock = startsAt;
  /** Time passes second by second. */
  const pass = (until: number) => {
    for (clock += 1000; clock < until; clock += 1000) ours.time(clock);
    clock = until;
    ours.time(until);
  };
  const feed = (event: FeedEvent, now: number) => {
    if (now > clock) pass(now);
    ours.feed(event, now);
  };
  let id = 0;
  /** A trade that arrives as it happens, or with our clock at `now`. */
  const traded = (time: number, price: number, now?: number) => {
    id += 1;
    const trades = [{ time, price, quantity: Decimal.ONE, id }];
    const event = {
      type: 'market-traded',
      pair: bitcoin.name,
      time,
      receivedAt: time,
      trades,
      isSnapshot: false,
    } as const;
    if (now === undefined) feed(event, time);
    else ours.feed(event, now);
  };
  const skip = () => {
    id += 1;
  };
  const history = (from: number, to: number, asOf: number) =>
    ours.history(
      Array.from({ length: to - from + 1 }, (_, index) =>
        candle({ openTime: START + (from + index) * MINUTE, close: 50 }),
      ),
      asOf,
    );
  const minutes = () => strategy.seen.map((one) => (one.candle.openTime - START) / MINUTE);
  return { ours, strategy, execution, store, ledger, asked, failures, feed, pass, traded, skip, history, minutes };
}

/** A bot that is warm and live from minute 1 on. */
function warm(stored: readonly LedgerEvent[] = []) {
  const setup = bot(stored);
  setup.feed({ type: 'feed-subscribed', time: 0, subscription: SUBSCRIPTION }, START + 20_000);
  setup.history(-2, -1, START + 21_000);
  setup.pass(START + MINUTE + 1500);
  setup.history(0, 0, START + MINUTE + 1600);
  return setup;
}

describe('a bot over a feed', () => {
  it('warms up on history, then decides on live candles, under ids of the candle', () => {
    const { pass, strategy, execution, traded, minutes } = warm();
    traded(START + MINUTE + 2000, 100);
    strategy.next = () => [enter()];
    pass(START + 2 * MINUTE + 500);
    expect(execution.submitted).toEqual([]);
    pass(START + 2 * MINUTE + 1000);
    expect(minutes()).toEqual([-2, -1, 0, 1]);
    const minute = (START + 2 * MINUTE) / MINUTE;
    // Exactly this: a market order that carried a price was refused by the exchange's own checks.
    expect(execution.submitted).toEqual([
      {
        type: 'market',
        side: 'buy',
        quantity: Decimal.ONE,
        clientOrderId: `320-${minute}-e`,
        time: START + 2 * MINUTE,
      },
    ]);
  });

  it('acts on nothing that was over before it began, and keeps no record of it', () => {
    const { strategy, execution, store, history, feed } = bot();
    feed({ type: 'feed-subscribed', time: 0, subscription: SUBSCRIPTION }, START + 20_000);
    strategy.next = () => [enter()];
    history(-2, -1, START + 21_000);
    expect([strategy.seen.length, execution.submitted, store]).toEqual([2, [], []]);
  });

  it('does not judge a trade it holds by candles of before it began', () => {
    const { ledger, strategy } = warm(BOUGHT);
    expect(ledger.open).toHaveLength(1);
    expect(strategy.seen.map(({ open }) => open)).toEqual([0, 0, 1]);
  });

  it('decides on no candle its ledger has an order of, though the clock says that it is yet to come', () => {
    const decided = BOUGHT.map((event) => ({ ...event, time: START + 3 * MINUTE }));
    const { pass, strategy, execution, traded } = warm(decided);
    for (const minute of [1, 2]) {
      traded(START + minute * MINUTE + 2000, 100);
      strategy.next = () => [enter()];
      pass(START + (minute + 1) * MINUTE + 1000);
    }
    expect(execution.submitted).toEqual([]);
    strategy.next = () => [enter()];
    traded(START + 3 * MINUTE + 2000, 100);
    pass(START + 4 * MINUTE + 1000);
    expect(execution.submitted).toMatchObject([{ time: START + 4 * MINUTE }]);
  });

  it('enters nothing on a candle it learns of too late, and says so in the ledger', () => {
    const { ours, pass, strategy, execution, store, traded, feed, history } = warm();
    traded(START + MINUTE + 2000, 100);
    feed(
      { type: 'feed-disconnected', time: 0, reason: 'reset', retryInMs: 1, subscriptions: [SUBSCRIPTION] },
      START + MINUTE + 5000,
    );
    pass(START + 3 * MINUTE);
    strategy.next = () => [enter(50)];
    feed({ type: 'feed-subscribed', time: 0, subscription: SUBSCRIPTION }, START + 3 * MINUTE + 10_000);
    history(1, 2, START + 3 * MINUTE + 11_000);
    expect(execution.submitted).toEqual([]);
    expect(store).toMatchObject([{ type: 'signal-refused', rule: 'late candle' }]);
    expect(ours.outages).toBe(1);
  });

  it.each([
    ['before it looks at its clock', true],
    ['after it has looked at its clock', false],
  ])('takes the candles it slept through from history, late, though its feed hands all over %s', (_name, isFirst) => {
    const { ours, strategy, store, asked, traded, history, minutes } = warm();
    traded(START + MINUTE + 30_000, 100);
    strategy.next = () => [enter(50)];
    const woke = START + 20 * MINUTE + 30_000;
    const burst = () => {
      for (let minute = 1; minute <= 20; minute += 1) traded(START + minute * MINUTE + 29_000 + minute, 60, woke);
    };
    if (isFirst) burst();
    ours.time(woke);
    if (!isFirst) burst();
    expect([minutes().at(-1), asked.at(-1)]).toEqual([0, START + MINUTE]);
    history(1, 19, woke + 500);
    expect(minutes().slice(3)).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
    expect(strategy.seen.every(({ candle: { close } }) => close === 50)).toBe(true);
    expect(store).toMatchObject([{ type: 'signal-refused', rule: 'late candle' }]);
    expect(ours.outages).toBe(1);
  });

  it('enters nothing on trades its clock takes for future ones: it is the clock that has slept', () => {
    const { strategy, execution, store, traded, minutes } = warm();
    const now = START + MINUTE + 30_000;
    traded(now, 100);
    strategy.next = () => [enter(50)];
    for (let minute = 2; minute <= 20; minute += 1) traded(START + minute * MINUTE + 1000, 100, now);
    expect(minutes().at(-1)).toBe(19);
    expect(execution.submitted).toEqual([]);
    expect(store).toMatchObject([{ type: 'signal-refused', rule: 'late candle' }]);
  });

  it('does not take a clock that is a little behind for one that has slept', () => {
    const { strategy, execution, traded } = warm();
    traded(START + MINUTE + 2000, 100);
    traded(START + MINUTE + 57_000, 100);
    strategy.next = () => [enter()];
    traded(START + 2 * MINUTE + 1000, 100, START + MINUTE + 57_000);
    expect(execution.submitted).toHaveLength(1);
  });

  it('notices a trade the feed has left out, and has the candle from history', () => {
    const { ours, pass, asked, traded, skip, history, strategy } = warm();
    traded(START + MINUTE + 2000, 100);
    skip();
    traded(START + MINUTE + 3000, 101);
    pass(START + 2 * MINUTE + 1000);
    expect(asked.at(-1)).toBe(START + MINUTE);
    history(1, 1, START + 2 * MINUTE + 2000);
    expect([ours.outages, strategy.seen.at(-1)?.candle.close]).toEqual([1, 50]);
  });

  it('lives on when the strategy fails: no more signals, one complaint', () => {
    const { pass, strategy, execution, failures, traded } = warm();
    strategy.next = () => {
      throw new Error('division by zero');
    };
    for (const minute of [1, 2, 3]) {
      traded(START + minute * MINUTE + 2000, 100);
      pass(START + (minute + 1) * MINUTE + 1000);
    }
    expect([failures, execution.submitted]).toEqual([['Error: division by zero'], []]);
  });

  it.each([
    ['a price that is none', () => [enter(Number.NaN)], 'price NaN of a signal is not a price'],
    ['a trade nobody has', () => [{ action: 'exit', tradeId: 'x', reason: 'r' } as const], 'trade x is not open'],
  ])('takes %s for a failure of the strategy', (_name, signals, message) => {
    const { pass, strategy, failures, traded } = warm();
    traded(START + MINUTE + 2000, 100);
    strategy.next = signals;
    pass(START + 2 * MINUTE + 1000);
    expect(failures).toEqual([`Error: ${message}`]);
  });

  it('stops entering on command, and begins again', () => {
    const { ours, pass, strategy, execution, traded, store } = warm();
    ours.process({ type: 'trading-halted', time: START, reason: 'operator' });
    strategy.next = () => [enter()];
    traded(START + MINUTE + 2000, 100);
    pass(START + 2 * MINUTE + 1000);
    expect([execution.submitted, store.at(-1)]).toMatchObject([[], { rule: 'kill switch' }]);
    ours.process({ type: 'trading-resumed', time: START });
    strategy.next = () => [enter()];
    traded(START + 2 * MINUTE + 2000, 100);
    pass(START + 3 * MINUTE + 1000);
    expect(execution.submitted).toHaveLength(1);
  });
});

const BOUGHT: readonly LedgerEvent[] = [
  {
    type: 'order-intended',
    time: START,
    order: { type: 'market', clientOrderId: '320-1-e', side: 'buy', quantity: Decimal.ONE, time: START },
    purpose: 'entry',
    tradeId: '1',
    reason: 'told',
    signal: { action: 'enter', side: 'long', reason: 'told', price: 100 },
  },
  {
    type: 'order-filled',
    time: START,
    clientOrderId: '320-1-e',
    isComplete: true,
    fill: {
      time: START,
      price: Decimal.parse('100'),
      quantity: Decimal.ONE,
      cost: Decimal.parse('100'),
      fee: Decimal.parse('0.4'),
      liquidity: 'taker',
      slippage: Decimal.ZERO,
    },
  },
];
