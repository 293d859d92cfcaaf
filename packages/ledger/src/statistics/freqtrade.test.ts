import { type ClosedTrade, Decimal } from '@fathom/contracts';
import { expect, it } from 'vitest';
import { EquityCurve } from '../equity-curve.js';
import { closedTrade } from '../testing/closed-trade.js';
import { statistics } from './statistics.js';

const HOUR = 3_600_000;
const start = Date.UTC(2024, 0, 1);

/** 200 trades from Lehmer's generator (48271 modulo 2^31 − 1, seed 7). */
function sampleTrades(): ClosedTrade[] {
  let state = 7;
  const below = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  let time = start;
  return Array.from({ length: 200 }, (_, i) => {
    time += (below(9) + 1) * HOUR;
    const exit = 9700 + below(650);
    const openedAt = time - below(5) * HOUR;
    const side = below(3) === 0 ? 'short' : 'long';
    const exitFee = String(Math.round(exit * 0.26) / 10_000);
    below(3); // drawn for a reason that plays no part here
    return closedTrade({
      id: `t${i}`,
      side,
      exitPrice: String(exit / 100),
      entryFee: '0.26',
      exitFee,
      openedAt,
      closedAt: time,
    });
  });
}

/**
 * The expected numbers came from running freqtrade's own freqtrade/data/metrics.py (commit c9ae5e1, pandas 3.0.6) over
 * the profits and closing times of these trades, from 2024-01-01 00:00 to the last candle's open, 2024-02-11 23:00.
 */
it('agree with freqtrade on the figures it takes from closed trades', () => {
  const trades = sampleTrades();
  const curve = new EquityCurve({ startBalance: 1000, startTime: start });
  curve.mark(Date.UTC(2024, 1, 12), 1000, false);
  const figures = statistics({
    trades,
    openTrades: [],
    curve,
    startBalance: Decimal.parse('1000'),
    interval: 60,
    market: null,
    refusedEntries: 0,
    dataGaps: 0,
    missingCandles: 0,
    ambiguousCandles: 0,
  });
  expect(figures.sharpeByTrades).toBeCloseTo(-31.721931106174374, 9);
  expect(figures.sortinoByTrades).toBeCloseTo(-53.878673349188006, 9);
  expect(figures.calmarByTrades).toBeCloseTo(-45.138341118396696, 9);
  expect(Number(figures.expectancy)).toBeCloseTo(-0.6262544999999998, 9);
  expect(figures.expectancyRatio).toBeCloseTo(-0.31641252797134467, 9);
  expect(figures.absoluteDrawdownByTrades).toMatchObject({
    amount: '129.7356',
    startedAt: '2024-01-02T15:00:00.000Z',
    endedAt: '2024-02-10T22:00:00.000Z',
    startProfit: '3.3705',
    endProfit: '-126.3651',
  });
  expect(figures.absoluteDrawdownByTrades?.percent).toBeCloseTo(12.92997950408149, 9);
  expect(figures.relativeDrawdownByTrades?.percent).toBeCloseTo(12.92997950408149, 9);
  expect([figures.minBalance, figures.maxBalance]).toEqual(['873.6349', '1003.3705']);
  expect(figures.cagrPercent).toBeCloseTo(-68.74352644807662, 9); // its calculate_cagr given 42 days
});
