import { describe, expect, it } from 'vitest';
import { RiskLimits } from './risk-limits.js';

const faults = (input: unknown) => {
  const { error } = RiskLimits.safeParse(input);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('limits of risk', () => {
  it('are all optional, and taken as they are', () => {
    expect(RiskLimits.parse({})).toEqual({});
    const all: RiskLimits = {
      maxOpenTrades: 3,
      maxExposure: 1000,
      maxOrdersPerMinute: 10,
      priceCollarPercent: 0.5,
      maxDailyLossPercent: 5,
      coolDown: { losses: 3, minutes: 60 },
      minMarginLevelPercent: 200,
    };
    expect(RiskLimits.parse(all)).toEqual(all);
  });

  it('take money as a number or as a decimal text', () => {
    expect(RiskLimits.parse({ maxExposure: '1000.50' })).toEqual({ maxExposure: 1000.5 });
  });

  it.each<[string, unknown, string]>([
    ['money that is none', { maxExposure: '1e3 USD' }, 'maxExposure: "1e3 USD" is not an amount above 0'],
    ['no money', { maxExposure: '0' }, 'maxExposure: '],
    ['money of another type', { maxExposure: [5] }, 'maxExposure: [5] is not an amount above 0'],
    ['a wrong type', { maxOpenTrades: '3' }, 'maxOpenTrades: "3" is not a whole number of trades from 1 to 1000'],
    ['nothing at all', { maxOpenTrades: 0 }, 'maxOpenTrades: 0 is not a whole number of trades from 1 to 1000'],
    [
      'a fraction',
      { maxOrdersPerMinute: 1.5 },
      'maxOrdersPerMinute: 1.5 is not a whole number of orders from 1 to 1000',
    ],
    ['too much', { maxDailyLossPercent: 101 }, 'maxDailyLossPercent: 101 is not a percentage above 0 and at most 100'],
    ['half a rule', { coolDown: { losses: 3 } }, 'coolDown.minutes: undefined is not a whole number of minutes'],
    ['no number', { maxExposure: Number.NaN }, 'maxExposure: null is not an amount above 0'],
    ['an unknown key', { maxTrades: 3 }, ': Unrecognized key: "maxTrades"'],
    [
      'a limit that comes too late',
      { minMarginLevelPercent: 40 },
      'minMarginLevelPercent: 40 is not above 40, where Kraken',
    ],
    [
      'two limits of one thing',
      { maxExposure: 100, maxExposurePercent: 50 },
      'maxExposure: 100 and maxExposurePercent 50 are two limits of one thing',
    ],
  ])('refuse %s, with the value', (_, input, message) => {
    expect(faults(input)).toEqual([expect.stringContaining(message)]);
  });
});
