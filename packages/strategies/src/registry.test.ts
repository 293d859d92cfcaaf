import { describe, expect, it } from 'vitest';
import { NO_TRADES } from '../testing/test-driver.js';
import { describeSettings } from './describe-settings.js';
import { findStrategy, strategies } from './registry.js';

/** Every setting's value when nothing is set: the original's, where it had one. */
const STANDARD = {
  macd: {
    fast: 12,
    slow: 26,
    signal: 9,
    macdCrossover: true,
    takeProfit: 0.007,
    stopLoss: 0.025,
    numSimultaneousTrades: 3,
    short: false,
  },
  'macd-basic': {
    fast: 12,
    slow: 26,
    signal: 9,
    macdCrossover: true,
    takeProfit: 0.005,
    crossover: false,
    stopLoss: 0.0025,
    numSimultaneousTrades: 3,
    short: false,
  },
  stochastic: {
    kPeriod: 5,
    kSlowing: 3,
    dPeriod: 3,
    history: 14,
    overSold: 20,
    takeProfit: 0.004,
    overBought: 80,
    stopLoss: false,
    numSimultaneousTrades: 3,
    short: false,
  },
  'stochastic-sr-ma': {
    kPeriod: 5,
    kSlowing: 3,
    dPeriod: 3,
    maPeriod: 9,
    slopePeriod: 9,
    srPeriod: 25,
    history: 700,
    stochOs: true,
    priceAboveMa: false,
    coolDown: 5,
    priceBelowMa: false,
    maSlopeSlowing: true,
    takeProfit: 0.005,
    overBought: false,
    stopLoss: 0.025,
    numSimultaneousTrades: 3,
    short: false,
  },
  'parabolic-sar-stochastic': {
    kPeriod: 5,
    kSlowing: 3,
    dPeriod: 3,
    maPeriod: 9,
    slopePeriod: 9,
    sarAcceleration: 0.2,
    sarMaximum: 0.2,
    history: 26,
    sarStoch: true,
    stochOs: false,
    priceAboveMa: false,
    coolDown: 5,
    maSlopeSlowing: true,
    takeProfit: 0.005,
    stopLoss: 0.025,
    numSimultaneousTrades: 3,
    short: false,
  },
  'macd-cross': { fast: 12, slow: 26, signal: 9, short: false },
  'buy-and-hold': {},
};

const WARMUP = {
  macd: 34,
  'macd-basic': 34,
  stochastic: 14,
  'stochastic-sr-ma': 700,
  'parabolic-sar-stochastic': 26,
  'macd-cross': 34,
  'buy-and-hold': 0,
};

describe('registry', () => {
  it('holds the strategies with the original defaults and histories', () => {
    expect(Object.fromEntries(strategies.map(({ name, schema }) => [name, schema.parse({})]))).toEqual(STANDARD);
    const made = strategies.map((strategy) => strategy.create(strategy.schema.parse({})));
    expect(Object.fromEntries(made.map(({ name, warmup }) => [name, warmup]))).toEqual(WARMUP);
  });

  it('finds a strategy by its exact name', () => {
    for (const strategy of strategies) expect(findStrategy(strategy.name)).toBe(strategy);
    expect(findStrategy('MACD')).toBeUndefined();
    expect(findStrategy('constructor')).toBeUndefined();
  });

  it('keeps the labels of the originals', () => {
    expect(strategies.map(({ label }) => label)).toEqual([
      'MACD Strategy',
      'MACD Strategy basic',
      'Stochastic strategy basic',
      'Stochastic-SR-MA Strategy',
      'Parabolic SAR/Stochastic Crossover Strategy',
      'MACD Crossing',
      'Buy and Hold',
    ]);
  });
});

describe.each(strategies)('$name', (definition) => {
  const { schema } = definition;

  it('carries its words and configuration', () => {
    const config = schema.parse({});
    const strategy = definition.create(config);
    expect(strategy).toMatchObject({ name: definition.name, label: definition.label, config });
    expect(definition.description).not.toBe('');
  });

  it('refuses a setting it does not know, naming it', () => {
    expect(() => schema.parse({ takeprofit: 0.01 })).toThrow(/unrecognized_keys[^]*takeprofit/);
  });

  it('takes a configuration it completed for the same configuration', () => {
    const config = schema.parse({});
    expect(schema.parse(config)).toEqual(config);
  });

  it('describes every setting and tells its standard', () => {
    const settings = describeSettings(definition);
    expect(Object.fromEntries(settings.map(({ name, standard }) => [name, standard]))).toEqual(schema.parse({}));
    expect(settings.filter(({ description }) => description === '')).toEqual([]);
  });

  it('draws only what its indicators have', () => {
    const strategy = definition.create(schema.parse({}));
    const candle = { openTime: 0, open: 5, high: 5, low: 5, close: 5, volume: 1, trades: 1 };
    strategy.onCandle(candle, NO_TRADES);
    const names = Object.keys(strategy.indicators?.() ?? {});
    expect(names).toEqual(expect.arrayContaining((strategy.plots ?? []).map(({ value }) => value)));
  });

  it('answers a quiet candle with one shared list that nobody can change', () => {
    const strategy = definition.create(schema.parse({}));
    const candle = { openTime: 0, open: 5, high: 5, low: 5, close: 5, volume: 1, trades: 1 };
    strategy.onCandle(candle, NO_TRADES);
    const signals = strategy.onCandle(candle, NO_TRADES);
    expect(signals).toEqual([]);
    expect(Object.isFrozen(signals)).toBe(true);
    expect(strategy.onCandle(candle, NO_TRADES)).toBe(signals);
  });
});

describe('settings that contradict each other', () => {
  it.each(['macd', 'macd-basic', 'macd-cross'])('%s refuses a fast average that is not the faster', (name) => {
    const schema = findStrategy(name)?.schema;
    expect(() => schema?.parse({ fast: 26 })).toThrow('26 is not below slow 26');
    expect(schema?.parse({ fast: 25 })).toMatchObject({ fast: 25, slow: 26 });
  });

  it('parabolic-sar-stochastic refuses an acceleration above its maximum', () => {
    const schema = findStrategy('parabolic-sar-stochastic')?.schema;
    expect(() => schema?.parse({ sarAcceleration: 0.3 })).toThrow('0.3 is not at most sarMaximum 0.2');
    expect(schema?.parse({ sarAcceleration: 0.3, sarMaximum: 0.4 })).toMatchObject({ sarMaximum: 0.4 });
  });

  it('stochastic-sr-ma takes a history shorter than its levels need', () => {
    const strategy = findStrategy('stochastic-sr-ma');
    expect(() => strategy?.create(strategy.schema.parse({ history: 1, srPeriod: 99 }))).not.toThrow();
  });
});
