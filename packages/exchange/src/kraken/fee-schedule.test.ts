import { describe, expect, it } from 'vitest';
import { feeSchedule, feeTier } from './fee-schedule.js';
import { findInstrument } from './instruments.js';

describe('feeTier', () => {
  it.each([
    [0, '0.4', '0.25'],
    [9_999.99, '0.4', '0.25'],
    [10_000, '0.35', '0.2'],
    [75_000, '0.24', '0.14'],
    [10_000_000, '0.1', '0'],
    [1e12, '0.05', '0'],
  ])('%d USD in 30 days: taker %s %%, maker %s %%', (volume, taker, maker) => {
    const tier = feeTier(volume);
    expect([tier.takerPercent.toString(), tier.makerPercent.toString()]).toEqual([taker, maker]);
  });

  it('starts at the entry tier', () => {
    expect(feeTier()).toEqual(feeTier(0));
    expect(feeTier(undefined, findInstrument('BTC/USD'))).toEqual(feeTier(0));
  });

  it.each(['USDT/USD', 'USDC/EUR', 'EUR/USD', 'DAI/USDT'])('knows %s has the stable table', (name) => {
    const tier = feeTier(0, findInstrument(name));
    expect([tier.takerPercent.toString(), tier.makerPercent.toString()]).toEqual(['0.2', '0.2']);
  });

  it('refuses what is not a volume', () => {
    expect(() => feeTier(-1)).toThrow('30-day volume -1');
    expect(() => feeTier(Number.NaN)).toThrow('30-day volume NaN');
  });
});

describe('feeSchedule', () => {
  it('falls as the volume rises, and never lets a maker pay more than a taker', () => {
    const tiers = feeSchedule();
    for (const [i, tier] of tiers.entries()) {
      const next = tiers[i + 1];
      expect(tier.makerPercent.isGreaterThan(tier.takerPercent)).toBe(false);
      if (!next) continue;
      expect(next.volume).toBeGreaterThan(tier.volume);
      expect(next.takerPercent.isLessThan(tier.takerPercent)).toBe(true);
      expect(next.makerPercent.isGreaterThan(tier.makerPercent)).toBe(false);
    }
  });
});
