import type { Candle, OpenTrade, StrategyDefinition, TradesView } from '@fathom/contracts';
import { Macd, Stochastic } from '@fathom/indicators';
import { candlesOf, randomWalk } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { NO_TRADES, openTrade } from '../testing/test-driver.js';
import { macd } from './macd.js';
import { macdBasic } from './macd-basic.js';
import { macdCross } from './macd-cross.js';
import { mirroredReason } from './mirrored-reason.js';
import { parabolicSarStochastic } from './parabolic-sar-stochastic.js';
import { stochastic } from './stochastic.js';
import { stochasticSrMa } from './stochastic-sr-ma.js';

const SUM = 20_000;

/** Prices that are whole numbers, so that turning the chart over loses nothing. */
const market = candlesOf(randomWalk({ length: 3_000, seed: 11, interval: 5 })).map(
  ({ open, high, low, close, ...rest }): Candle => ({
    ...rest,
    open: Math.round(open),
    high: Math.round(high),
    low: Math.round(low),
    close: Math.round(close),
  }),
);

/** Every price becomes SUM − price: what rose falls. */
const turned = market.map(
  ({ open, high, low, close, ...rest }): Candle => ({
    ...rest,
    open: SUM - open,
    high: SUM - low,
    low: SUM - high,
    close: SUM - close,
  }),
);

/** What is wanted on each candle, `enter long macdCrossover`, while every trade is taken and given back at once. */
function lived<Config extends object>(
  definition: StrategyDefinition<Config>,
  settings: object,
  candles: readonly Candle[],
  only: 'long' | 'short',
): string[] {
  const strategy = definition.create(definition.schema.parse(settings));
  /** As the chart turned over would say it. */
  const named = (reason: string) => (only === 'short' ? mirroredReason(reason) : reason);
  let open: OpenTrade[] = [];
  let count = 0;
  return candles.map((candle) => {
    const view: TradesView = { open, pendingEntries: 0, pending: [] };
    const signals = strategy.onCandle(candle, view);
    const kept: string[] = [];
    for (const signal of signals) {
      if (signal.action === 'enter') {
        if (signal.side === only) kept.push(`enter ${named(signal.reason)}`);
        const trade = { ...openTrade(`${(count += 1)}`, candle.close), side: signal.side };
        open = [...open, trade];
      } else if (signal.action === 'exit') {
        if (open.find(({ id }) => id === signal.tradeId)?.side === only) kept.push(`exit ${named(signal.reason)}`);
        open = open.filter(({ id }) => id !== signal.tradeId);
      }
    }
    return kept.join(', ');
  });
}

const NO_FRACTIONS = { takeProfit: false, stopLoss: false };

/** Sides that entries are wanted of while the trades stay as they are. */
const sides = (view: TradesView) => {
  const one = macd.create(macd.schema.parse({ numSimultaneousTrades: 1, short: true }));
  return new Set(
    market.flatMap((candle) => one.onCandle(candle, view).flatMap((s) => (s.action === 'enter' ? [s.side] : []))),
  );
};

describe('the short side', () => {
  it.each<[string, StrategyDefinition<never>, object]>([
    ['macd', macd as never, NO_FRACTIONS],
    ['macd-basic', macdBasic as never, { ...NO_FRACTIONS, crossover: true }],
    ['stochastic', stochastic as never, NO_FRACTIONS],
    ['stochastic, uneven levels', stochastic as never, { ...NO_FRACTIONS, overSold: 15, overBought: 70 }],
    [
      'stochastic-sr-ma',
      stochasticSrMa as never,
      { ...NO_FRACTIONS, history: 50, priceAboveMa: true, priceBelowMa: true, overBought: true },
    ],
    [
      'parabolic-sar-stochastic',
      parabolicSarStochastic as never,
      { ...NO_FRACTIONS, stochOs: true, priceAboveMa: true, maSlopeSlowing: true },
    ],
    ['macd-cross', macdCross as never, {}],
  ])('%s does what the long side does on the market turned over', (_, definition, settings) => {
    const shorts = lived(definition, { ...settings, short: true }, market, 'short');
    const longs = lived(definition, settings, turned, 'long');
    expect(shorts).toEqual(longs);
    expect(longs.filter((text) => text.includes('enter')).length).toBeGreaterThanOrEqual(3);
  });

  it.each<[string, StrategyDefinition<never>, object]>([
    ['macd', macd as never, {}],
    ['stochastic', stochastic as never, {}],
    ['macd-cross', macdCross as never, {}],
  ])('%s leaves the long side as it was', (_, definition, settings) => {
    expect(lived(definition, { ...settings, short: true }, market, 'long')).toEqual(
      lived(definition, settings, market, 'long'),
    );
  });

  it('sells where the histogram falls through 0', () => {
    const indicator = new Macd({ fast: 12, slow: 26, signal: 9, seed: 'sma' });
    const strategy = macd.create(macd.schema.parse({ short: true }));
    let previous = Number.NaN;
    let sold = 0;
    for (const [index, candle] of market.entries()) {
      indicator.update((candle.high + candle.low + candle.close) / 3);
      const { histogram } = indicator;
      const signals = strategy.onCandle(candle, NO_TRADES);
      const isCrossing = previous > 0 && histogram < 0 && index >= indicator.warmup;
      expect([index, signals.some((one) => one.action === 'enter' && one.side === 'short')]).toEqual([
        index,
        isCrossing,
      ]);
      if (isCrossing) sold += 1;
      previous = histogram;
    }
    expect(sold).toBeGreaterThan(50);
  });

  it('sells what is over-bought, and buys back what is over-sold', () => {
    const indicator = new Stochastic({ kPeriod: 5, kSlowing: 3, dPeriod: 3 });
    const config = { overSold: 20, overBought: 70, takeProfit: false, short: true };
    const strategy = stochastic.create(stochastic.schema.parse(config));
    const trade = { ...openTrade('a', 100), side: 'short' } as const;
    // The level itself may fall to either side: 100 − %K is not the same digits.
    const isAt = (level: number) => Math.abs(indicator.k - level) < 1e-9;
    const decided = market.map((candle) => {
      indicator.update(candle);
      const signals = strategy.onCandle(candle, { open: [trade], pendingEntries: 0, pending: [] });
      const sells = signals.some(
        (one) => one.action === 'enter' && one.side === 'short' && one.reason === 'overBought',
      );
      const buysBack = signals.some((one) => one.action === 'exit' && one.reason === 'overSold');
      return {
        did: [isAt(80) || sells, isAt(30) || buysBack],
        should: [isAt(80) || indicator.k > 80, isAt(30) || indicator.k < 30],
      };
    });
    const counted = decided.slice(21);
    expect(counted.map(({ did }) => did)).toEqual(counted.map(({ should }) => should));
  });

  it('takes its fractions of the price as it is', () => {
    const strategy = macd.create(macd.schema.parse({ takeProfit: 0.01, stopLoss: 0.02, short: true }));
    const entries = market.flatMap((candle) =>
      strategy
        .onCandle(candle, NO_TRADES)
        .flatMap((one) => (one.action === 'enter' && one.side === 'short' ? [one] : [])),
    );
    expect(entries.length).toBeGreaterThan(20);
    for (const { price, stopPrice } of entries) expect(stopPrice).toBeCloseTo(price * 1.02, 6);
    const at = (price: number): Candle => ({
      ...(market[0] as Candle),
      open: price,
      high: price,
      low: price,
      close: price,
    });
    const trade = { ...openTrade('a', 100), side: 'short' } as const;
    const exits = (price: number) =>
      strategy
        .onCandle(at(price), { open: [trade], pendingEntries: 3, pending: [] })
        .flatMap((one) => (one.action === 'exit' ? [one.reason] : []));
    expect([exits(99.01), exits(99), exits(90)]).toEqual([[], ['takeProfit'], ['takeProfit']]);
  });

  it('counts trades, and entries on their way, by side', () => {
    const long = openTrade('a', 1e9);
    const pending = { tradeId: 'b', side: 'short', quantity: long.quantity, filledQuantity: long.quantity } as const;
    const waits = { ...pending, limitPrice: undefined, decidedAt: 0 };
    expect(sides(NO_TRADES)).toEqual(new Set(['long', 'short']));
    expect(sides({ open: [long], pendingEntries: 0, pending: [] })).toEqual(new Set(['short']));
    expect(sides({ open: [], pendingEntries: 1, pending: [waits] })).toEqual(new Set(['long']));
  });
});
