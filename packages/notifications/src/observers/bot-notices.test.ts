import { Decimal, type Instrument, type Notice } from '@fathom/contracts';
import { bitcoin } from '@fathom/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { BotNotices } from './bot-notices.js';
import type { Observation } from './observation.js';
import { closedTrade, fill, intended, openTrade } from './test-events.js';

let notices: Notice[] = [];
let bot: BotNotices;

beforeEach(() => {
  notices = [];
  const instrument: Instrument = bitcoin;
  bot = new BotNotices({
    notifier: { notify: (notice) => void notices.push(notice) },
    bot: { id: 197, name: 'Localbot' },
    instrument,
  });
});

/** What is said: severity, kind and title. */
function after(...events: readonly Observation[]): string[] {
  notices = [];
  for (const event of events) bot.observe(event);
  return notices.map(({ severity, kind, title }) => `${severity} ${kind}: ${title}`);
}

const fieldsOf = (notice: Notice | undefined) =>
  Object.fromEntries(notice?.fields.map(({ name, value }) => [name, value]) ?? []);
const about = (time: number, clientOrderId = 'a') => ({ time, clientOrderId });
const at = (time: number): Observation => ({ type: 'sampled', time });

const gone = (time: number) =>
  ({ type: 'feed-disconnected', time, reason: 'reset', retryInMs: 1, subscriptions: [] }) as const;
const closed = (time: number, trade = closedTrade): Observation => ({ type: 'trade-closed', time, trade });

describe('messages about a bot', () => {
  it('begin and end with it', () => {
    expect(after({ type: 'bot-started', time: 1, mode: 'paper', strategy: 'MACD Strategy', period: 5 })).toEqual([
      'info bot-started: PAPER TRADING - 197:Localbot',
    ]);
    expect(fieldsOf(notices[0])).toEqual({ Pair: 'BTC/USD', Strategy: 'MACD Strategy @ 5 minute period' });
    expect(after({ type: 'bot-stopped', time: 1 })).toEqual(['info bot-stopped: Stopped']);
    expect(after({ type: 'bot-stopped', time: 1, failure: 'disk full' })).toEqual([
      'critical bot-stopped: Stopped by a failure: disk full',
    ]);
  });

  it('tell of an opened trade what the original told: description, price, fee and cost', () => {
    after(
      intended('a'),
      { type: 'order-accepted', ...about(1), exchangeOrderId: 'O534UO-LTVCP-6NNUMC' },
      { type: 'order-filled', ...about(2), fill, isComplete: false },
      { type: 'order-filled', ...about(2), fill, isComplete: true },
    );
    expect(after({ type: 'trade-opened', time: 2_000, trade: openTrade })).toEqual([
      'info trade-opened: Bought 0.002 BTC @ 8121.2',
    ]);
    expect(fieldsOf(notices[0])).toEqual({
      Price: '8121.2 USD',
      Volume: '0.002 BTC',
      Cost: '32.4848 USD',
      Fee: '0.0845 USD',
      Order: 'O534UO-LTVCP-6NNUMC',
      Reason: 'macdCrossover',
    });
    expect(notices[0]).toMatchObject({ from: '197:Localbot', trade: '197-a', time: 2_000 });
  });

  it('tell of an opened trade what it cost and its fee, both once, where that was kept in base units', () => {
    const kept = { ...fill, feeInBase: Decimal.parse('0.0000052') };
    after(intended('a'), { type: 'order-filled', ...about(2), fill: kept, isComplete: true });
    after({ type: 'trade-opened', time: 2_000, trade: openTrade });
    // 16.2424 were paid in all.
    expect(fieldsOf(notices[0])).toMatchObject({ Cost: '16.2002 USD', Fee: '0.0422 USD' });
  });

  it('tell of what is left over, and do not call it sold', () => {
    const price = closedTrade.exitPrice;
    const left = { type: 'remainder-left', time: 9_000, tradeId: 't', price } as const;
    const part = Decimal.parse('0.00005');
    const tiny = { ...closedTrade, leftOver: part };
    expect(after({ ...left, quantity: part, why: 'below-minimum' }, closed(9_000, tiny))).toEqual([
      'warning trouble: 0.00005 BTC of a trade cannot be closed: it is below the minimum',
      'info trade-closed: Sold 0.00195 BTC @ 8364.2, P/L +0.4003 USD (+2.464 %)',
    ]);
    expect(fieldsOf(notices[1])).toMatchObject({ 'Left over': '0.00005 BTC' });
    const whole = { ...closedTrade, leftOver: closedTrade.quantity };
    expect(after({ ...left, quantity: closedTrade.quantity, why: 'not-held' }, closed(9_000, whole))).toEqual([
      'error trouble: 0.002 BTC of a trade cannot be closed: a stray fill has given it back already',
      'info trade-closed: Left over 0.002 BTC @ 8364.2, P/L +0.4003 USD (+2.464 %)',
    ]);
  });

  it('tell of a closed trade with its result', () => {
    expect(after({ type: 'trade-closed', time: 9_000, trade: closedTrade })).toEqual([
      'info trade-closed: Sold 0.002 BTC @ 8364.2, P/L +0.4003 USD (+2.464 %)',
    ]);
    expect(fieldsOf(notices[0])).toMatchObject({
      Price: '8121.2 → 8364.2 USD',
      Cost: '16.2424 USD → 16.7284 USD',
      Fees: '0.0857 USD',
      'Open for': '7 s',
      Order: 'OSR3G5-THKZ5-CYHFVJ',
      Reason: 'macdCrossover → takeProfit',
    });
    const lost = { ...closedTrade, side: 'short', profit: closedTrade.profit.negated() } as const;
    expect(after({ type: 'trade-closed', time: 9_000, trade: lost })).toEqual([
      'info trade-closed: Bought back 0.002 BTC @ 8364.2, P/L -0.4003 USD (-2.464 %)',
    ]);
  });

  it('tell of an order in doubt once, and what became of it', () => {
    const unknown = { type: 'order-unknown', ...about(5), reason: 'time-out' } as const;
    expect(after(intended('a'), unknown, unknown)).toEqual(['error order-unknown: Order a is in doubt: time-out']);
    expect(notices[0]?.trade).toBe('197-a');
    expect(after({ type: 'order-lost', ...about(9) })).toEqual([
      'info order-settled: Order a is no longer in doubt: the exchange never got it',
    ]);
    expect(after(unknown, { type: 'order-filled', ...about(9), fill, isComplete: true })[1]).toBe(
      'info order-settled: Order a is no longer in doubt: filled',
    );
    expect(after({ type: 'order-canceled', ...about(9), reason: 'r' })).toEqual([]);
  });

  it('tell of refusals, which fold by their rule', () => {
    const signal = { action: 'enter', side: 'long', reason: 'macdCrossover', price: 8121.200000000001 } as const;
    const refused = {
      type: 'signal-refused',
      time: 1,
      signal,
      rule: 'cash',
      reason: 'cash 3 USD is below 16',
    } as const;
    expect(after(refused)).toEqual(['warning entry-refused: Entry refused: cash 3 USD is below 16']);
    expect(notices[0]?.sameAs).toBe('cash');
    expect(fieldsOf(notices[0])).toEqual({ Signal: 'long @ 8121.2: macdCrossover' });
  });

  it('tell of the kill switch and of a strategy that fails, not of every hiccup', () => {
    expect(
      after(
        { type: 'trading-halted', time: 1, reason: 'stop file', by: 'anna' },
        { type: 'trading-resumed', time: 2 },
        { type: 'troubled', time: 3, code: 'strategy', reason: 'NaN' },
        { type: 'troubled', time: 3, code: 'transport', reason: 'reset' },
        { type: 'troubled', time: 4, code: 'account', reason: 'USD: the ledger has 3, the account 2' },
      ),
    ).toEqual([
      'error trading-halted: Halted by anna: stop file',
      'info trading-resumed: Trading is resumed',
      'critical trouble: The strategy failed and is not asked again: NaN',
      'error trouble: USD: the ledger has 3, the account 2',
    ]);
  });

  it('tell of an outage that lasts, and of its end', () => {
    const subscription = { channel: 'ticker', pair: 'BTC/USD' } as const;
    const back = (time: number) => ({ type: 'feed-subscribed', time, subscription }) as const;
    expect(after(gone(1_000), at(30_000), back(30_500), at(90_000))).toEqual([]);
    expect(after(gone(100_000), gone(110_000), at(131_000), at(140_000))).toEqual([
      'error outage-begun: No market data for 31 s: reset',
    ]);
    expect(after(back(400_000), back(400_001))).toEqual(['info outage-ended: Market data is back after 5 min']);
  });

  it('sum up each day once it is over', () => {
    const noon = Date.UTC(2026, 0, 1, 12);
    after(
      at(noon),
      closed(noon + 1),
      closed(noon + 2, { ...closedTrade, profit: closedTrade.profit.negated() }),
      closed(noon + 3),
    );
    expect(after(at(noon + 43_199_999))).toEqual([]);
    expect(after({ type: 'sampled', time: noon + 43_200_000, equity: 10_000.456, openTrades: 2 })).toEqual([
      'info daily-summary: 2026-01-01 since 12:00 UTC: 3 trades closed, P/L +0.4003 USD',
    ]);
    expect(fieldsOf(notices[0])).toEqual({
      Trades: '3, 2 with a profit',
      'P/L': '+0.4003 USD',
      Fees: '0.2572 USD',
      Open: '2',
      Equity: '10000.46 USD',
    });
    expect(after(at(noon + 86_400_000), at(noon + 129_600_000))).toEqual([
      'info daily-summary: 2026-01-02: 0 trades closed, P/L 0 USD',
    ]);
  });
});
