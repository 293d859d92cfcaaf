import { type Candle, DataError, INTERVALS, type Interval, intervalMs, UsageError } from '@fathom/contracts';
import {
  candle,
  candleSeries,
  candlesFrom,
  candlesOf,
  columnsOf,
  krakenCandles,
  marketTrades,
  START,
} from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aggregate, aggregateColumns } from './aggregate.js';
import { CandleAggregator } from './candle-aggregator.js';
import { CandleBuilder } from './candle-builder.js';
import { openTimeOf } from './open-time.js';

const MINUTE = 60_000;

/** A volume in units of 10^-8. */
function units(volume: number): bigint {
  return BigInt(Math.round(volume * 1e8));
}

describe('aggregate', () => {
  it('joins five minutes into one candle', () => {
    const minutes = [
      candle({ open: 100, high: 104, low: 99, close: 101, volume: 0.1, trades: 3 }),
      candle({ openTime: START + MINUTE, open: 102, high: 103, low: 98, close: 98, volume: 0.2, trades: 4 }),
      candle({ openTime: START + 4 * MINUTE, open: 97, high: 99.5, low: 97, close: 99, volume: 0.3, trades: 1 }),
    ];
    expect(aggregate(minutes, { from: 1, to: 5 })).toEqual([
      { openTime: START, open: 100, high: 104, low: 97, close: 99, volume: 0.6, trades: 8 },
    ]);
  });

  it('keeps an unfinished candle back unless asked', () => {
    const minutes = candlesFrom([1, 2, 3, 4, 5, 6, 7], { interval: 1 });
    expect(aggregate(minutes, { from: 1, to: 5 })).toHaveLength(1);
    expect(aggregate(minutes, { from: 1, to: 5, unfinished: true })[1]).toEqual({
      openTime: START + 5 * MINUTE,
      open: 5,
      high: 7,
      low: 5,
      close: 7,
      volume: 2,
      trades: 2,
    });
    expect(aggregateColumns(columnsOf(minutes), { from: 1, to: 5, unfinished: true }).length).toBe(2);
    expect(aggregate([], { from: 1, to: 5, unfinished: true })).toEqual([]);
  });

  it('tells a candle with its last minute, or with the first of a later one', () => {
    const closed: number[] = [];
    const aggregator = new CandleAggregator({ from: 1, to: 5, onCandle: (one) => closed.push(one.openTime) });
    for (const one of candlesFrom([1, 2, 3, 4, 5], { interval: 1 })) aggregator.add(one);
    expect(closed).toEqual([START]);
    aggregator.add(candle({ openTime: START + 5 * MINUTE }));
    aggregator.add(candle({ openTime: START + 60 * MINUTE }));
    expect(closed).toEqual([START, START + 5 * MINUTE]);
    aggregator.flush();
    aggregator.flush();
    expect(closed).toEqual([START, START + 5 * MINUTE, START + 60 * MINUTE]);
  });

  it('takes no prices from empty minutes beside traded ones', () => {
    const empty = { open: 200, high: 200, low: 200, close: 200, volume: 0, trades: 0 };
    const minutes = [
      candle({ ...empty }),
      candle({ openTime: START + MINUTE, open: 100, close: 110 }),
      candle({ openTime: START + 2 * MINUTE, ...empty, open: 110, high: 110, low: 110, close: 110 }),
    ];
    const options = { from: 1, to: 5, unfinished: true } as const;
    expect(aggregate(minutes, options)).toEqual([candle({ open: 100, close: 110 })]);
    expect(aggregate(minutes.slice(0, 1), options)).toEqual([candle({ ...empty })]);
  });

  it('takes every price of candles whose trades nobody counted', () => {
    const uncounted = [0, Number.NaN].map((trades) => [
      candle({ open: 100, close: 105, volume: 2, trades }),
      candle({ openTime: START + MINUTE, open: 105, close: 90, volume: 0, trades }),
      candle({ openTime: START + 2 * MINUTE, open: 90, close: 120, volume: 1, trades }),
    ]);
    for (const minutes of uncounted) {
      expect(aggregate(minutes, { from: 1, to: 15, unfinished: true })).toEqual([
        { openTime: START, open: 100, high: 120, low: 90, close: 120, volume: 3, trades: minutes[0]?.trades },
      ]);
    }
  });

  it('adds volumes as decimals at any length', () => {
    const minutes = candlesFrom(Array<number>(1440).fill(100), { interval: 1 }).map((one) => ({ ...one, volume: 0.1 }));
    expect(aggregate(minutes, { from: 1, to: 1440 })[0]?.volume).toBe(144);
  });

  it('refuses intervals that do not fit, naming them', () => {
    for (const [from, to] of [
      [10080, 21600],
      [5, 1],
      [15, 5],
    ] as const) {
      expect(() => aggregate([], { from, to })).toThrow(
        new UsageError(`${to}-minute candles cannot be made of ${from}-minute candles`),
      );
    }
    for (const from of INTERVALS) {
      for (const to of INTERVALS.filter((one) => one % from === 0)) expect(aggregate([], { from, to })).toEqual([]);
    }
  });

  it('refuses candles out of order, off the clock, or with a volume that is none', () => {
    const first = candle();
    const twice = () => aggregate([first, first], { from: 1, to: 5 });
    expect(twice).toThrow(new DataError(`open time ${START} comes after ${START}`));
    const off = candle({ openTime: START + 1 });
    expect(() => aggregate([off], { from: 1, to: 5 })).toThrow(
      new DataError(`open time ${START + 1} does not start a 1-minute interval`),
    );
    expect(() => aggregate([candle({ openTime: Number.NaN })], { from: 1, to: 5 })).toThrow(DataError);
    for (const volume of [-1, -1e-9, Number.NaN, Infinity]) {
      expect(() => aggregate([candle({ volume })], { from: 1, to: 5 })).toThrow(
        new DataError(`volume ${volume} is not a quantity`),
      );
    }
  });

  it('gives the same by way of 5 minutes as straight to 15, from candles as from columns (property)', () => {
    fc.assert(
      fc.property(candleSeries(1), (minutes) => {
        const straight = aggregate(minutes, { from: 1, to: 15, unfinished: true });
        const fives = aggregate(minutes, { from: 1, to: 5, unfinished: true });
        expect(aggregate(fives, { from: 5, to: 15, unfinished: true })).toEqual(straight);
        expect(candlesOf(aggregateColumns(columnsOf(minutes), { from: 1, to: 15, unfinished: true }))).toEqual(
          straight,
        );
      }),
    );
  });

  it('gives what the trades themselves give (property)', () => {
    fc.assert(
      fc.property(marketTrades(), fc.constantFrom<Interval>(5, 15, 60), (trades, to) => {
        const build = (interval: Interval) => {
          const candles: Candle[] = [];
          const builder = new CandleBuilder({ interval, onCandle: (one) => candles.push(one) });
          for (const trade of trades) builder.onTrade(trade);
          builder.onTime(openTimeOf(trades.at(-1)?.time ?? 0, to) + intervalMs(to));
          return candles;
        };
        expect(aggregate(build(1), { from: 1, to })).toEqual(build(to));
      }),
    );
  });

  it('joins 2,000 recorded hours into days that keep their volume and extremes', () => {
    const hours = krakenCandles();
    const days = aggregate(hours, { from: 60, to: 1440, unfinished: true });
    expect(days).toHaveLength(84);
    const day = days[24];
    const parts = hours.filter((one) => openTimeOf(one.openTime, 1440) === day?.openTime);
    expect(parts).toHaveLength(24);
    expect(day).toMatchObject({
      open: parts[0]?.open,
      high: Math.max(...parts.map((one) => one.high)),
      low: Math.min(...parts.map((one) => one.low)),
      close: parts[23]?.close,
      trades: parts.reduce((sum, one) => sum + one.trades, 0),
    });
    expect(units(day?.volume ?? 0)).toBe(parts.reduce((sum, one) => sum + units(one.volume), 0n));
  });
});
