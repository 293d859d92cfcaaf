import { Decimal, type MarketTrade } from '@fathom/contracts';
import { candle, candleSeries, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BTC_USD, ETH_USD } from '../../testing/instruments.js';
import type { DayStatistics, MarketStep } from './market.js';
import { startingAt } from './replay-clock.js';
import { ReplayedMarket } from './replayed-market.js';
import { candleSource, tradeSource } from './sources.js';

const MINUTE = 60_000;

function ofCandles(candles: Parameters<typeof candleSource>[0]['candles'], levels = 30) {
  const source = candleSource({ instrument: BTC_USD, interval: 1, candles, seed: 5, levels });
  return new ReplayedMarket({ sources: [source] });
}

function trade(time: number, price: number, quantity = '1'): MarketTrade {
  return { time, price, quantity: Decimal.parse(quantity) };
}

/** Whether ticker, book and print say the same. */
function agrees(market: ReplayedMarket, step: MarketStep): boolean {
  const { bids, asks } = market.depth('BTC/USD', 12);
  const { bid, ask } = market.ticker('BTC/USD');
  const prices = [...bids.toReversed(), ...asks].map(({ price }) => Number(price));
  const isSorted = prices.every((price, at) => at === 0 || price > (prices[at - 1] ?? 0));
  if (!isSorted || asks.length !== 12 || bid !== bids[0] || ask !== asks[0]) return false;
  if (step.type !== 'market-traded') return true;
  const [print] = step.trades;
  const touched = print?.side === 'buy' ? ask : bid;
  return touched?.price === print?.price.toFixed(1) && Number(touched?.quantity) >= Number(print?.quantity);
}

function figures({ open, high, low, vwap, volume, trades }: DayStatistics) {
  return [open, high, low, vwap, volume.toString(), trades];
}

function backwards() {
  return tradeSource({ instrument: BTC_USD, trades: [trade(5, 1), trade(1, 1)], seed: 1 });
}

describe('a replayed market', () => {
  it('has at every step a ticker, book, trades and candles that agree', () => {
    fc.assert(
      fc.property(candleSeries(1, 10), (candles) => {
        const market = ofCandles(candles, 12);
        const faults: MarketStep[] = [];
        market.advanceTo(Number.POSITIVE_INFINITY, (step) => {
          if (!agrees(market, step)) faults.push(step);
        });
        expect(faults).toEqual([]);
        const newest = candles.filter(({ trades }) => trades > 0).at(-1);
        const { open, high, low, close } = market.ohlc('BTC/USD', 1).at(-1) ?? {};
        expect([open, high, low, close]).toEqual(
          [newest?.open, newest?.high, newest?.low, newest?.close].map((price) => price?.toFixed(1)),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('tells its book in updates that rebuild it', () => {
    const shape = { open: 100, high: 140, low: 60, close: 120, trades: 200, volume: 5 };
    const market = ofCandles([
      candle(shape),
      candle({ ...shape, openTime: START + MINUTE, open: 12_000, high: 12_000 }),
    ]);
    const told = { bids: new Map<string, string>(), asks: new Map<string, string>() };
    const unknown: string[] = [];
    let updates = 0;
    market.advanceTo(Number.POSITIVE_INFINITY, (step) => {
      if (step.type === 'market-traded') return;
      if (step.type === 'book-update') updates += 1;
      for (const side of ['bids', 'asks'] as const) {
        for (const { price, quantity } of step[side]) {
          if (Number(quantity) !== 0) told[side].set(price, quantity);
          else if (!told[side].delete(price)) unknown.push(price);
        }
        const whole = market.depth('BTC/USD', 1000)[side].map(({ price, quantity }) => [price, quantity] as const);
        expect(new Map(told[side])).toEqual(new Map(whole));
      }
    });
    expect(unknown).toEqual([]);
    expect(updates).toBeGreaterThan(300);
  });

  it('touches few levels when the price moves little, however deep the book', () => {
    const candles = [candle({ open: 60_000, high: 60_010, low: 59_990, close: 60_005, trades: 100, volume: 5 })];
    const market = ofCandles(candles, 1000);
    const sizes: number[] = [];
    market.advanceTo(Number.POSITIVE_INFINITY, (step) => {
      if (step.type === 'book-update') sizes.push(step.bids.length + step.asks.length);
    });
    expect(sizes).toHaveLength(99);
    expect(Math.max(...sizes)).toBeLessThan(60);
  });

  it('moves several pairs by one clock, in order of time', () => {
    const sources = [BTC_USD, ETH_USD].map((instrument, seed) =>
      candleSource({ instrument, interval: 1, candles: [candle({ trades: 20, volume: 3 })], seed }),
    );
    const market = new ReplayedMarket({ sources });
    const steps: MarketStep[] = [];
    for (let time = START; time <= START + MINUTE; time += 100) market.advanceTo(time, (step) => steps.push(step));
    expect(new Set(steps.map(({ pair }) => pair)).size).toBe(2);
    expect(steps.map(({ time }) => time)).toEqual(steps.map(({ time }) => time).toSorted((a, b) => a - b));
    expect(steps).toHaveLength(2 * (20 + 20));
    expect(market.nextTime()).toBeUndefined();
  });

  it('delivers the same whether stepped or advanced at once', () => {
    const candles = [candle({ high: 105, trades: 40, volume: 2 }), candle({ openTime: START + MINUTE, trades: 9 })];
    const [stepped, atOnce] = [ofCandles(candles), ofCandles(candles)];
    const steps: MarketStep[][] = [[], []];
    for (let time = START; time <= START + 2 * MINUTE; time += 8) stepped.advanceTo(time, (s) => steps[0]?.push(s));
    atOnce.advanceTo(START + 2 * MINUTE, (step) => steps[1]?.push(step));
    expect(steps[0]).toEqual(steps[1]);
    expect(stepped.ohlc('BTC/USD', 1)).toEqual(atOnce.ohlc('BTC/USD', 1));
  });

  it('is faster on the simulator’s clock by the speed', () => {
    const trades = [trade(0, 10), trade(1000, 11), trade(10_000, 12)];
    const source = tradeSource({ instrument: BTC_USD, trades, seed: 1 });
    const market = new ReplayedMarket({ sources: [source], clock: { recorded: 0, simulated: 5_000, speed: 10 } });
    const times: number[] = [];
    market.advanceTo(6_000, ({ type, time }) => type === 'market-traded' && times.push(time));
    expect(times).toEqual([5000, 5100, 6000]);
    expect(market.trades('BTC/USD').map(({ time }) => time)).toEqual(times);
  });

  it('keeps recorded candles whole when it starts at any time of day', () => {
    const candles = [0, 1, 2].map((n) =>
      candle({ openTime: START + n * MINUTE, close: 100 + n, trades: 5, volume: 1 }),
    );
    const now = START + 400 * 86_400_000 + 12_345_678;
    const source = candleSource({ instrument: BTC_USD, interval: 1, candles, seed: 1 });
    const market = new ReplayedMarket({ sources: [source], clock: startingAt(START, now) });
    market.advanceTo(now + 30 * 86_400_000, () => {});
    const shown = market.ohlc('BTC/USD', 1440).filter(({ trades }) => trades > 0);
    expect(shown.map(({ close, trades }) => [close, trades])).toEqual([['102.0', 15]]);
  });

  it('answers OHLC with empty minutes filled and the newest 720 only', () => {
    const source = tradeSource({
      instrument: BTC_USD,
      trades: [trade(0, 10), trade(5 * MINUTE, 12.5, '2'), trade(5 * MINUTE + 1, 13)],
      seed: 1,
    });
    const market = new ReplayedMarket({ sources: [source] });
    market.advanceTo(6 * MINUTE - 0.001, () => {});
    expect(market.ohlc('BTC/USD', 1)).toHaveLength(6);
    market.advanceTo(6 * MINUTE, () => {});
    const rows = market.ohlc('BTC/USD', 1);
    expect(rows.map(({ close, trades, vwap }) => [close, trades, vwap])).toEqual([
      ['10.0', 1, '10.0'],
      ...Array.from({ length: 4 }, () => ['10.0', 0, '0.0']),
      ['13.0', 2, '12.6'],
      ['13.0', 0, '0.0'],
    ]);
    expect(market.ohlc('BTC/USD', 1, 6 * MINUTE)).toHaveLength(1);
    market.advanceTo(2000 * MINUTE, () => {});
    expect(market.ohlc('BTC/USD', 1)).toHaveLength(720);
  });

  it('sums up the last 24 hours and today', () => {
    const hour = 60 * MINUTE;
    const trades = [trade(22 * hour, 10), trade(23 * hour, 30, '3'), trade(26 * hour, 20), trade(47 * hour, 25)];
    const market = new ReplayedMarket({ sources: [tradeSource({ instrument: BTC_USD, trades, seed: 1 })] });
    market.advanceTo(26 * hour, () => {});
    expect(figures(market.ticker('BTC/USD').day)).toEqual(['10.0', '30.0', '10.0', '24.0', '5', 3]);
    expect(figures(market.ticker('BTC/USD').today)).toEqual(['20.0', '20.0', '20.0', '20.0', '1', 1]);
    market.advanceTo(47.5 * hour, () => {});
    expect(figures(market.ticker('BTC/USD').day)).toEqual(['20.0', '25.0', '20.0', '22.5', '2', 2]);
  });

  it('gives prints after an instant, page by page', () => {
    const trades = Array.from({ length: 25 }, (_, n) => trade(n + 0.001, 10 + n));
    const source = tradeSource({ instrument: BTC_USD, trades, seed: 1 });
    const market = new ReplayedMarket({ sources: [source], keptPrints: 20 });
    market.advanceTo(100, () => {});
    expect(market.trades('BTC/USD', 0n, 10).map(({ id }) => id)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
    expect(market.trades('BTC/USD', 14_001_000n, 10).map(({ id }) => id)).toEqual([
      16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
    ]);
    expect(market.trades('BTC/USD').map(({ id }) => id)).toHaveLength(20);
  });

  it('refuses an unknown pair, a recording twice, one that goes back in time, and a speed of nothing', () => {
    expect(() => new ReplayedMarket({ sources: [backwards(), backwards()] })).toThrow('two recordings of BTC/USD');
    const market = new ReplayedMarket({ sources: [backwards()] });
    expect(() => market.ticker('WWW/USD')).toThrow('WWW/USD');
    expect(() => market.advanceTo(10, () => {})).toThrow('goes back from 5 to 1');
    expect(() => new ReplayedMarket({ sources: [], clock: { recorded: 0, simulated: 0, speed: 0 } })).toThrow(
      'speed 0',
    );
  });
});
