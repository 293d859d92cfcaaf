import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type RiskFlags, riskLimits } from './risk-options.js';

function limitsOf(flags: RiskFlags, file?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'risk-'));
  if (file !== undefined) writeFileSync(join(folder, 'risk.json'), file);
  return riskLimits({ ...flags, ...(file !== undefined && { risk: 'risk.json' }) }, folder);
}

describe('limits of the command line', () => {
  it('are none when nothing is said', () => {
    expect(limitsOf({})).toBeUndefined();
    expect(limitsOf({}, '{}')).toBeUndefined();
  });

  it('come from flags, from a file, and from flags before the file', () => {
    const flags = { maxOpenTrades: '2', priceCollar: '0.5', coolDown: '3:60', maxDailyLoss: '5' };
    expect(limitsOf(flags)).toEqual({
      maxOpenTrades: 2,
      priceCollarPercent: 0.5,
      coolDown: { losses: 3, minutes: 60 },
      maxDailyLossPercent: 5,
    });
    expect(limitsOf({ maxOpenTrades: '1' }, '{ "maxOpenTrades": 9, "maxExposure": 1000 }')).toEqual({
      maxOpenTrades: 1,
      maxExposure: 1000,
    });
  });

  it.each<[RiskFlags, string | undefined, string]>([
    [{ maxOpenTrades: 'many' }, undefined, '--max-open-trades: "many" is not a whole number of trades from 1 to 1000'],
    [{ maxOpenTrades: '1.5' }, undefined, '--max-open-trades: 1.5 is not a whole number of trades from 1 to 1000'],
    [{ maxDailyLoss: '101' }, undefined, '--max-daily-loss: 101 is not a percentage above 0 and at most 100'],
    [{ coolDown: '3' }, undefined, '--cool-down 3 is not LOSSES:MINUTES, such as 3:60'],
    [{ coolDown: '0:60' }, undefined, '--cool-down.losses: 0 is not a whole number of losing trades from 1 to 1000'],
    [
      { minMarginLevel: '40' },
      undefined,
      '--min-margin-level: 40 is not above 40, where Kraken has closed positions already',
    ],
    [
      { maxExposure: '10' },
      '{ "maxExposurePercent": 50 }',
      '--max-exposure: 10 and maxExposurePercent 50 are two limits of one thing',
    ],
    [{}, '{ "maxExposure": -1 }', 'maxExposure of risk.json: -1 is not an amount above 0'],
    [{}, '{ "maxExposur": 1 }', 'risk.json: there is no limit maxExposur: did you mean maxExposure?'],
    [{}, '{ "maxOpenTrades": "2" }', 'maxOpenTrades of risk.json: "2" is not a whole number of trades from 1 to 1000'],
    [{}, '[1]', 'risk file risk.json must hold one JSON object with limits'],
    [{}, '{', 'risk file risk.json is not JSON: '],
    [{ risk: 'none.json' }, undefined, 'no such file or folder while reading risk file none.json'],
  ])('refuses %j with the file %j', (flags, file, message) => {
    expect(() => limitsOf(flags, file)).toThrow(message);
  });
});
