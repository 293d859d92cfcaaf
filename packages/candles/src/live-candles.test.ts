import { type Candle, Decimal, type MarketTrade } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandleBuilder } from './candle-builder.js';
import { type CandleOrigin, LiveCandles } from './live-candles.js';

const MINUTE = 60_000;
const START = 28_000_000 * MINUTE;
const trade = (time: number, price: number): MarketTrade => ({ time, price, quantity: Decimal.ONE });
const candle = (openTime: number, close: number): Candle => ({
  openTime,
  open: close,
  high: close,
  low: close,
  close,
  volume: 1,
  trades: 1,
});

function series(warmup = 2) {
  const told: { minute: number; close: number; origin: CandleOrigin; lateMs: number }[] = [];
  const asked: number[] = [];
  const candles = new LiveCandles({
    interval: 1,
    warmup,
    patienceMs: 30_000,
    onCandle: ({ openTime, close }, origin, time) =>
      told.push({ minute: (openTime - START) / MINUTE, close, origin, lateMs: time - openTime - MINUTE }),
    needHistory: (since) => asked.push((since - START) / MINUTE),
  });
  const line = () => told.map(({ minute, origin }) => `${minute}:${origin}`).join(' ');
  return { candles, told, asked, line };
}

describe('history, then live', () => {
  it('asks for the warm-up and for the candle the feed began in, and tells each once', () => {
    const { candles, asked, line } = series();
    candles.connected(START + 20_000);
    expect(asked).toEqual([-2]);
    candles.trade(trade(START + 30_000, 100));
    candles.history([candle(START - 2 * MINUTE, 1), candle(START - MINUTE, 2), candle(START, 3)], START + 25_000);
    expect(line()).toBe('-2:history -1:history');
    candles.time(START + MINUTE);
    expect(asked).toEqual([-2, 0]);
    candles.trade(trade(START + MINUTE + 1000, 101));
    candles.history([candle(START, 100)], START + MINUTE + 2000);
    candles.time(START + 2 * MINUTE);
    expect(line()).toBe('-2:history -1:history 0:history 1:live');
  });

  it('asks again until history has the candle, and in the end takes its own', () => {
    const { candles, asked, told } = series(0);
    candles.connected(START + 20_000);
    candles.trade(trade(START + 30_000, 100));
    for (let now = START + MINUTE; now < START + MINUTE + 30_000; now += 1000) candles.time(now);
    expect([asked.length, told]).toEqual([15, []]);
    candles.time(START + MINUTE + 30_000);
    expect(told).toEqual([{ minute: 0, close: 100, origin: 'partial', lateMs: 30_000 }]);
  });
});

describe('an outage', () => {
  it('is bridged by history; live candles wait for it, and what was late says so', () => {
    const { candles, told, line } = series(0);
    candles.connected(START);
    candles.trade(trade(START + 1000, 100));
    candles.time(START + MINUTE);
    candles.disconnected(START + MINUTE + 10_000);
    expect(candles.trade(trade(START + MINUTE + 11_000, 1))).toBe(false);
    candles.time(START + 3 * MINUTE);
    candles.connected(START + 3 * MINUTE + 30_000);
    candles.trade(trade(START + 3 * MINUTE + 40_000, 103));
    candles.trade(trade(START + 4 * MINUTE + 5000, 104));
    candles.history(
      [1, 2, 3].map((minute) => candle(START + minute * MINUTE, 100 + minute)),
      START + 4 * MINUTE + 6000,
    );
    candles.time(START + 5 * MINUTE);
    expect(line()).toBe('0:live 1:history 2:history 3:history 4:live');
    expect(told[1]?.lateMs).toBe(2 * MINUTE + 6000);
  });

  it('in which nobody can be asked tells nothing until it is over', () => {
    const { candles, told } = series(0);
    candles.connected(START);
    candles.trade(trade(START + 1000, 100));
    candles.disconnected(START + 30_000);
    candles.time(START + 30 * MINUTE);
    expect(told).toEqual([]);
  });

  it('is filled when history has nothing of it', () => {
    const { candles, line } = series(1);
    candles.connected(START);
    candles.history([candle(START - MINUTE, 100)], START);
    candles.disconnected(START + 10_000);
    candles.connected(START + 2 * MINUTE);
    candles.trade(trade(START + 2 * MINUTE + 5000, 102));
    candles.time(START + 3 * MINUTE + 30_000);
    expect(line()).toBe('-1:history 0:filled 1:filled 2:live');
  });
});

/** The exchange's own candles of the trades, empty intervals included. */
function truth(trades: readonly MarketTrade[], end: number): Candle[] {
  const candles: Candle[] = [];
  const builder = new CandleBuilder({ interval: 1, onCandle: (one) => candles.push(one) });
  for (const one of trades) builder.onTrade(one);
  builder.onTime(end);
  return candles;
}

describe('whatever the feed does', () => {
  const step = fc.record({
    pauseMs: fc.integer({ min: 100, max: 90_000 }),
    what: fc.constantFrom('trade', 'trade', 'trade', 'drop', 'history', 'history', 'time'),
    price: fc.integer({ min: 1, max: 1000 }),
  });

  it('each candle is told once, in order, and is the exchange’s own while history answers in time', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const trades: MarketTrade[] = [trade(START - 10 * MINUTE, 7)];
        const told: { candle: Candle; origin: CandleOrigin }[] = [];
        const candles = new LiveCandles({
          interval: 1,
          warmup: 3,
          // Patience beyond the whole run: nothing is ever made up.
          patienceMs: 1e9,
          onCandle: (one, origin) => told.push({ candle: one, origin }),
          needHistory: () => undefined,
        });
        let now = START;
        let isOn = true;
        candles.connected(now);
        for (const { pauseMs, what, price } of steps) {
          now += pauseMs;
          if (what === 'drop') {
            isOn = !isOn;
            if (isOn) candles.connected(now);
            else candles.disconnected(now);
          } else if (what === 'history') candles.history(truth(trades, now), now);
          else if (what === 'time') candles.time(now);
          else {
            trades.push(trade(now, price));
            candles.trade(trade(now, price));
          }
        }
        now += 2 * MINUTE;
        candles.history(truth(trades, now), now);
        const expected = truth(trades, now).filter(({ openTime }) => openTime >= START - 3 * MINUTE);
        expect(told.map((one) => one.candle)).toEqual(expected);
        expect(told.every(({ origin }) => origin === 'history' || origin === 'live')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
