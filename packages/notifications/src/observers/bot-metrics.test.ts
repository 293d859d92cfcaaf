import type { Metrics } from '@fathom/contracts';
import { beforeEach, describe, expect, it } from 'vitest';
import { BOT_METRICS } from './bot-metric-definitions.js';
import { BotMetrics } from './bot-metrics.js';
import type { Observation } from './observation.js';
import { closedTrade, fill, intended, openTrade } from './test-events.js';

let told: unknown[][] = [];
let now = 0;
let bot: BotMetrics;

beforeEach(() => {
  told = [];
  now = 10_000;
  const keep =
    (what: string) =>
    (...args: unknown[]) =>
      void told.push([what, ...args.filter((arg) => arg !== undefined)]);
  const metrics: Metrics = { count: keep('c'), gauge: keep('g'), histogram: keep('h'), event: keep('e') };
  bot = new BotMetrics({ metrics, strategy: 'macd', now: () => now });
});

function after(...events: readonly Observation[]): unknown[][] {
  told = [];
  for (const event of events) bot.observe(event);
  return told;
}

const about = (time: number, clientOrderId = 'a') => ({ time, clientOrderId });

const troubled = (code: string) => ({ type: 'troubled', time: 1, code, reason: 'r' }) as const;

describe('the figures of a bot', () => {
  it('begin with an event', () => {
    const started = { type: 'bot-started', time: 1, mode: 'paper', strategy: 'MACD Strategy', period: 5 } as const;
    expect(after(started)).toEqual([
      ['e', { title: 'Bot started', text: 'paper, MACD Strategy @ 5 minute period', severity: 'info' }],
    ]);
    expect(after({ type: 'bot-stopped', time: 2 })).toEqual([]);
    expect(after({ type: 'bot-stopped', time: 2, failure: 'disk full' })).toEqual([
      ['e', { title: 'Bot failed', text: 'disk full', severity: 'error' }],
    ]);
  });

  it('follow a trade as the original did, with its tags', () => {
    after(intended('a'), { type: 'order-accepted', ...about(1_100), exchangeOrderId: 'O534UO-LTVCP-6NNUMC' });
    const opened = { name: 'macd', type: 'buy', order: 'O534UO-LTVCP-6NNUMC', volume: '0.002', cur_price: 8121.2 };
    expect(after({ type: 'trade-opened', time: 2_000, trade: openTrade })).toEqual([
      ['c', 'open.order', 1, opened],
      ['e', { title: 'Order Open', text: 'buy 0.002 @ 8121.2', severity: 'success', tags: opened }],
    ]);
    const closed = { name: 'macd', type: 'sell', order: 'OSR3G5-THKZ5-CYHFVJ', volume: '0.002', cur_price: 8364.2 };
    expect(after({ type: 'trade-closed', time: 9_000, trade: closedTrade })).toEqual([
      ['c', 'close.order', 1, closed],
      ['e', { title: 'Order Close', text: 'sell 0.002 @ 8364.2', severity: 'success', tags: closed }],
      ['c', 'bottrade.profit', 0.40027592],
      ['c', 'bottrade.win_rate', 1],
    ]);
    const lost = { ...closedTrade, side: 'short', profit: closedTrade.profit.negated() } as const;
    expect(after({ type: 'trade-closed', time: 9_000, trade: lost })).toContainEqual(['c', 'bottrade.win_rate', -1]);
  });

  it('count what is filled and what it costs', () => {
    expect(after({ type: 'order-filled', ...about(2_000), fill, isComplete: true })).toEqual([
      ['c', 'total_trading_volume', 16.2424],
      ['c', 'trading_fees', 0.04223024],
    ]);
  });

  it('time each order once, from the decision', () => {
    after(intended('a'));
    now += 120;
    const accepted = { type: 'order-accepted', ...about(1_100), exchangeOrderId: 'O' } as const;
    expect(after(accepted)).toEqual([['h', 'order.latency_ms', 120]]);
    now += 30;
    expect(after(accepted)).toEqual([]);
    const filled = { type: 'order-filled', ...about(2_000), fill } as const;
    expect(after({ ...filled, isComplete: false })).toHaveLength(2);
    expect(after({ ...filled, isComplete: true })[2]).toEqual(['h', 'order.fill_latency_ms', 150]);
    after(intended('b'));
    expect(after({ type: 'order-rejected', ...about(1, 'b'), reason: 'no' })).toEqual([
      ['h', 'order.latency_ms', 0],
      ['c', 'order.rejected'],
    ]);
  });

  it('do not remember orders without end', () => {
    for (let order = 0; order < 300; order += 1) after(intended(`o${order}`));
    expect(after({ type: 'order-accepted', ...about(1, 'o0'), exchangeOrderId: 'O' })).toEqual([]);
    expect(after({ type: 'order-accepted', ...about(1, 'o299'), exchangeOrderId: 'O' })).toHaveLength(1);
  });

  it('tell of candles and of what the strategy reads', () => {
    const candle = { openTime: 0, open: 1, high: 4, low: 1, close: 2.5, volume: 1, trades: 1 };
    const indicators = { 'macd.macd': 0.5, 'stochastic.trend': 'DOWN', 'stochastic.support': [1, 2], other: 'FLAT' };
    expect(after({ type: 'candle-seen', time: 1, candle, indicators })).toEqual([
      ['h', 'candlestick.price.close', 2.5],
      ['h', 'candlestick.price.high', 4],
      ['h', 'candlestick.price.low', 1],
      ['h', 'candlestick.price.typical_price', 2.5],
      ['h', 'macd.macd', 0.5],
      ['h', 'stochastic.trend', -1],
      ['h', 'stochastic.support', 1],
      ['h', 'stochastic.support', 2],
    ]);
  });

  it('count doubt, loss, refusals and halts', () => {
    const signal = { action: 'enter', side: 'long', reason: 'r', price: 1 } as const;
    expect(
      after(
        { type: 'order-unknown', ...about(1), reason: 'time-out' },
        { type: 'order-lost', ...about(1) },
        { type: 'signal-refused', time: 1, signal, rule: 'minimum quantity', reason: 'minimum quantity 1' },
        { type: 'trading-halted', time: 1, reason: 'stop file' },
        { type: 'trading-resumed', time: 1 },
      ),
    ).toEqual([
      ['c', 'order.unknown'],
      ['c', 'order.lost'],
      ['c', 'signal.refused', 1, { rule: 'minimum quantity' }],
      ['g', 'trading.halted', 1],
      ['g', 'trading.halted', 0],
    ]);
  });

  it('measure how late and how old market data is, snapshots apart', () => {
    const ticker = { bid: 1, ask: 1, last: 1 } as never;
    const at = (time: number, receivedAt: number) =>
      ({ type: 'ticker-changed', pair: 'BTC/USD', time, receivedAt, ticker }) as const;
    after(at(9_000, 9_040), at(9_100, 9_190), at(9_200, 9_250));
    after({ type: 'market-traded', pair: 'BTC/USD', time: 1, receivedAt: 9_300, trades: [], isSnapshot: true });
    expect(after({ type: 'sampled', time: 1 })).toEqual([
      ['g', 'feed.age_ms', 700],
      ['g', 'feed.lag_ms', 90],
    ]);
    now += 5_000;
    expect(after({ type: 'sampled', time: 1, equity: 10_000, exposure: 0 })).toEqual([
      ['g', 'equity', 10_000],
      ['g', 'exposure', 0],
      ['g', 'feed.age_ms', 5_700],
    ]);
  });

  it('count gaps, and connections after the first', () => {
    const gone = { type: 'feed-disconnected', time: 1, reason: 'r', retryInMs: 1, subscriptions: [] } as const;
    expect(after({ type: 'feed-connected', time: 1 }, gone, { type: 'feed-connected', time: 2 })).toEqual([
      ['c', 'feed.gaps'],
      ['c', 'feed.reconnects'],
    ]);
  });

  it('sort what was survived', () => {
    expect(after(troubled('transport'), troubled('no-such-code'))).toEqual([
      ['h', 'main_loop.transport', 1],
      ['h', 'main_loop.other', 1],
    ]);
  });
});

describe('the definitions', () => {
  it('name each figure once', () => {
    const names = BOT_METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  // The list of the original's documentation.
  it.each([
    'open.order close.order total_trading_volume trading_fees bottrade.profit bottrade.win_rate',
    'candlestick.price.close candlestick.price.high candlestick.price.low candlestick.price.typical_price',
    'macd.macd macd.signal macd.histogram',
    'stochastic.moving_average stochastic.slope stochastic.trend stochastic.percent_k stochastic.percent_d',
    'stochastic.support stochastic.resistance',
    'sr.support_major sr.support_minor sr.resistance_major sr.resistance_minor',
  ])('have %s', (names) => {
    const defined = new Set(BOT_METRICS.map(({ name }) => name));
    for (const name of names.split(' ')) expect(defined).toContain(name);
  });
});
