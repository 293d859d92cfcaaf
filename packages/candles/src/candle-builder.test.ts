import {
  type Candle,
  DataError,
  Decimal,
  type Interval,
  intervalMs,
  type MarketTrade,
  UsageError,
} from '@fathom/contracts';
import { marketTrades, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CandleBuilder } from './candle-builder.js';
import { openTimeOf } from './open-time.js';

const MINUTE = 60_000;

function trade(time: number, price: number, quantity = '1'): MarketTrade {
  return { time, price, quantity: Decimal.parse(quantity) };
}

function poll(time: number, last: number) {
  return { time, last, bid: last - 0.1, ask: last + 0.1 };
}

function builderOf(interval: Interval) {
  const candles: Candle[] = [];
  const volumes: Decimal[] = [];
  const builder = new CandleBuilder({
    interval,
    onCandle(candle, volume) {
      candles.push(candle);
      volumes.push(volume);
    },
  });
  return { builder, candles, volumes };
}

/** Candles of `trades` by the book: group by interval, fill the silent ones; the last is left out. */
function naive(trades: readonly MarketTrade[], interval: Interval): Candle[] {
  const length = intervalMs(interval);
  const groups = new Map<number, MarketTrade[]>();
  for (const one of trades) {
    const openTime = openTimeOf(one.time, interval);
    groups.set(openTime, [...(groups.get(openTime) ?? []), one]);
  }
  const times = [...groups.keys()];
  const candles: Candle[] = [];
  for (let openTime = Math.min(...times); openTime < Math.max(...times); openTime += length) {
    const group = groups.get(openTime) ?? [];
    const prices = group.length > 0 ? group.map((one) => one.price) : [candles.at(-1)?.close ?? Number.NaN];
    const volume = group.reduce((sum, one) => sum.plus(one.quantity), Decimal.ZERO);
    candles.push({
      openTime,
      open: prices[0] ?? Number.NaN,
      high: Math.max(...prices),
      low: Math.min(...prices),
      close: prices.at(-1) ?? Number.NaN,
      volume: Number(volume.toString()),
      trades: group.length,
    });
  }
  return candles;
}

describe('CandleBuilder', () => {
  it('builds a candle of an interval on the exchange clock', () => {
    const { builder, candles, volumes } = builderOf(5);
    builder.onTrade(trade(START + 61_000.5, 100, '0.1'));
    builder.onTrade(trade(START + 62_000, 103, '0.2'));
    builder.onTrade(trade(START + 63_000, 99, '0.00000001'));
    builder.onTrade(trade(START + 4 * MINUTE, 101));
    expect(candles).toEqual([]);
    builder.onTrade(trade(START + 5 * MINUTE, 150));
    expect(candles).toEqual([
      { openTime: START, open: 100, high: 103, low: 99, close: 101, volume: 1.30000001, trades: 4 },
    ]);
    expect(volumes.map(String)).toEqual(['1.30000001']);
  });

  it('opens weeks on a Thursday and fifteen days on a multiple of fifteen since 1970', () => {
    // 2023-07-06, a Thursday, opens the week of 2023-07-12 23:59.
    expect(openTimeOf(1_689_206_340_000, 10080)).toBe(1_688_601_600_000);
    expect(openTimeOf(1_689_206_340_000, 21600) % (15 * 24 * 60 * MINUTE)).toBe(0);
    for (const interval of [10080, 21600] as const) {
      const { builder, candles } = builderOf(interval);
      builder.onTrade(trade(1_689_206_340_000, 30_000));
      builder.onTime(1_689_206_340_000 + intervalMs(interval));
      expect(candles.map((candle) => candle.openTime)).toEqual([openTimeOf(1_689_206_340_000, interval)]);
    }
  });

  it('lets silence close a candle, and marks what stayed empty', () => {
    const { builder, candles } = builderOf(1);
    builder.onTrade(trade(START, 100));
    builder.onTrade(trade(START + 1, 101));
    builder.onTime(START + MINUTE - 0.001);
    expect(candles).toEqual([]);
    builder.onTime(START + MINUTE);
    expect(candles).toHaveLength(1);
    builder.onTime(START + 3 * MINUTE);
    expect(candles.slice(1)).toEqual([
      { openTime: START + MINUTE, open: 101, high: 101, low: 101, close: 101, volume: 0, trades: 0 },
      { openTime: START + 2 * MINUTE, open: 101, high: 101, low: 101, close: 101, volume: 0, trades: 0 },
    ]);
  });

  it('opens after silence at the first trade, not at the close before', () => {
    const { builder, candles } = builderOf(1);
    builder.onTrade(trade(START, 100));
    builder.onTime(START + MINUTE);
    builder.onTrade(trade(START + MINUTE + 5, 90));
    builder.onTime(START + 2 * MINUTE);
    expect(candles[1]).toEqual({
      openTime: START + MINUTE,
      open: 90,
      high: 90,
      low: 90,
      close: 90,
      volume: 1,
      trades: 1,
    });
  });

  it('makes nothing before the first trade', () => {
    const { builder, candles } = builderOf(1);
    builder.onTime(START);
    builder.onTime(START + 100 * MINUTE);
    expect(candles).toEqual([]);
    expect(builder.current).toBeUndefined();
  });

  it('counts a late trade and changes no candle for it', () => {
    const { builder, candles } = builderOf(1);
    expect(builder.onTrade(trade(START + MINUTE, 100))).toBe(true);
    expect(builder.onTrade(trade(START + MINUTE - 0.001, 500, '7'))).toBe(false);
    builder.onTime(START + 3 * MINUTE);
    expect(builder.onTrade(trade(START + 2 * MINUTE, 500))).toBe(false);
    expect(builder.late).toBe(2);
    expect(candles).toEqual([
      { openTime: START + MINUTE, open: 100, high: 100, low: 100, close: 100, volume: 1, trades: 1 },
      { openTime: START + 2 * MINUTE, open: 100, high: 100, low: 100, close: 100, volume: 0, trades: 0 },
    ]);
  });

  it('takes trades of one candle in the order they arrive', () => {
    const { builder, candles } = builderOf(1);
    builder.onTrade(trade(START + 30_000, 100));
    builder.onTrade(trade(START + 10_000, 105));
    builder.onTime(START + MINUTE);
    expect(candles[0]).toMatchObject({ open: 100, close: 105 });
  });

  it('shows the candle being formed', () => {
    const { builder } = builderOf(5);
    builder.onTrade(trade(START, 100, '0.5'));
    const first = builder.current;
    builder.onTrade(trade(START + 1, 98, '0.25'));
    expect(builder.current).toEqual({
      openTime: START,
      open: 100,
      high: 100,
      low: 98,
      close: 98,
      volume: 0.75,
      trades: 2,
    });
    expect(first).toMatchObject({ low: 100, volume: 0.5 });
  });

  it('builds from ticker polls without claiming trades', () => {
    const { builder, candles } = builderOf(5);
    for (const [seconds, last] of [
      [0, 7915.5],
      [5, 7920.1],
      [290, 7910],
      [301, 7911],
    ] as const) {
      builder.onTicker(poll(START + seconds * 1000, last));
    }
    builder.onTime(START + 15 * MINUTE);
    expect(candles).toEqual([
      { openTime: START, open: 7915.5, high: 7920.1, low: 7910, close: 7910, volume: 0, trades: Number.NaN },
      { openTime: START + 5 * MINUTE, open: 7911, high: 7911, low: 7911, close: 7911, volume: 0, trades: Number.NaN },
      { openTime: START + 10 * MINUTE, open: 7911, high: 7911, low: 7911, close: 7911, volume: 0, trades: 0 },
    ]);
  });

  it('refuses two sources and what is no price, time or quantity', () => {
    const fromTrades = builderOf(1).builder;
    fromTrades.onTrade(trade(START, 100));
    expect(() => fromTrades.onTicker(poll(START, 100))).toThrow(UsageError);
    const fromPolls = builderOf(1).builder;
    fromPolls.onTicker(poll(START, 100));
    expect(() => fromPolls.onTrade(trade(START, 100))).toThrow(UsageError);
    for (const bad of [0, -1, Number.NaN, Infinity]) {
      expect(() => fromTrades.onTrade(trade(START, bad))).toThrow(new DataError(`price ${bad} is not a price`));
    }
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      expect(() => fromTrades.onTrade(trade(bad, 100))).toThrow(new DataError(`time ${bad} is not an instant`));
    }
    expect(() => fromTrades.onTime(Infinity)).toThrow(DataError);
    expect(() => fromTrades.onTrade(trade(START, 100, '-0.5'))).toThrow(new DataError('quantity -0.5 is negative'));
    expect(fromTrades.current).toMatchObject({ volume: 1, trades: 1 });
  });

  it('keeps every digit of large volumes', () => {
    const { builder, volumes } = builderOf(1);
    for (const text of ['90071992.54740992', '0.00000001', '123456789012345.12345678', '0.3', '1e-12']) {
      builder.onTrade(trade(START, 0.0000001, text));
    }
    builder.onTime(START + MINUTE);
    expect(volumes.map(String)).toEqual(['123456879084337.970866710001']);
  });

  it('goes on after a listener that throws', () => {
    const seen: number[] = [];
    const builder = new CandleBuilder({
      interval: 1,
      onCandle(candle) {
        seen.push(candle.openTime);
        if (seen.length === 1) throw new Error('listener');
      },
    });
    builder.onTrade(trade(START, 100));
    expect(() => builder.onTime(START + 2 * MINUTE)).toThrow('listener');
    builder.onTime(START + 2 * MINUTE);
    expect(seen).toEqual([START, START + MINUTE]);
  });

  it('equals a naive reference, tiles time and conserves volume (property)', () => {
    fc.assert(
      fc.property(marketTrades(), fc.constantFrom<Interval>(1, 5, 15, 60), (trades, interval) => {
        const { builder, candles, volumes } = builderOf(interval);
        for (const one of trades) builder.onTrade(one);
        expect(candles).toEqual(naive(trades, interval));
        builder.onTime(openTimeOf(trades.at(-1)?.time ?? 0, interval) + intervalMs(interval));
        candles.forEach((candle, i) => {
          expect(candle.openTime).toBe((candles[0]?.openTime ?? 0) + i * intervalMs(interval));
          expect(candle.high).toBeGreaterThanOrEqual(Math.max(candle.open, candle.close));
          expect(candle.low).toBeLessThanOrEqual(Math.min(candle.open, candle.close));
        });
        const all = trades.reduce((sum, one) => sum.plus(one.quantity), Decimal.ZERO);
        expect(volumes.reduce((sum, one) => sum.plus(one), Decimal.ZERO).equals(all)).toBe(true);
        expect(builder.late).toBe(0);
      }),
    );
  });

  it('closes the same candles however often it is told the time (property)', () => {
    fc.assert(
      fc.property(
        marketTrades(),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 80 }),
        (trades, ticks) => {
          const quiet = builderOf(1);
          const told = builderOf(1);
          let before = START;
          trades.forEach((one, i) => {
            // Any time up to the trade's own: told once, twice or not at all.
            const tick = ticks[i];
            if (tick !== undefined) told.builder.onTime(before + (one.time - before) * tick);
            if (tick !== undefined && tick > 0.5) told.builder.onTime(one.time);
            quiet.builder.onTrade(one);
            told.builder.onTrade(one);
            before = one.time;
          });
          const end = before + 10 * MINUTE;
          quiet.builder.onTime(end);
          told.builder.onTime(end);
          expect(told.candles).toEqual(quiet.candles);
          expect(told.volumes).toEqual(quiet.volumes);
        },
      ),
    );
  });
});
