import { Decimal, type ClosedTrade, type RiskLimits } from '@fathom/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Risk, type RiskView } from './risk.js';

const NOON = 20_000 * 86_400_000 + 43_200_000;
const view = (fields: Partial<RiskView> = {}): RiskView => ({
  time: NOON,
  decisionPrice: 100,
  marketPrice: 100,
  cost: 50,
  equity: 1000,
  dayEquity: 1000,
  exposure: 0,
  openTrades: 0,
  pendingEntries: 0,
  closed: [],
  ...fields,
});
const closed = (...profits: number[]) =>
  profits.map((profit, index) => ({
    profit: Decimal.fromNumber(profit),
    closedAt: NOON - 60_000 * (profits.length - index),
  })) as unknown as ClosedTrade[];

describe('limits before every entry', () => {
  it.each<[string, RiskLimits, Partial<RiskView>, Partial<RiskView>, string]>([
    [
      'open trades',
      { maxOpenTrades: 2 },
      { openTrades: 1 },
      { openTrades: 1, pendingEntries: 1 },
      '2 trades are open, and 2 is the most',
    ],
    [
      'exposure',
      { maxExposure: 100 },
      { exposure: 50 },
      { exposure: 50.01 },
      '50.01 held and 50 more would be above the 100 that may be held',
    ],
    [
      'price collar',
      { priceCollarPercent: 1 },
      { marketPrice: 101 },
      { marketPrice: 98.9 },
      'the market is at 98.9, more than 1 % from 100',
    ],
    [
      'price collar',
      { priceCollarPercent: 1 },
      {},
      { marketPrice: Number.NaN },
      'the market is at NaN, more than 1 % from 100',
    ],
    [
      'cool-down',
      { coolDown: { losses: 2, minutes: 30 } },
      { closed: closed(-1, 1) },
      { closed: closed(1, -1, -2) },
      'the last 2 trades lost, 30 minutes of pause',
    ],
    [
      'cool-down',
      { coolDown: { losses: 1, minutes: 30 } },
      { closed: closed(-1), time: NOON + 29 * 60_000 },
      { closed: closed(-1) },
      'the last 1 trades lost, 30 minutes of pause',
    ],
  ])('%s', (rule, limits, allowed, refused, reason) => {
    expect(new Risk(limits).refusal(view(allowed))).toBeUndefined();
    expect(new Risk(limits).refusal(view(refused))).toEqual({ rule, reason });
    expect(new Risk({}).refusal(view(refused))).toBeUndefined();
  });

  it('orders within a minute, whatever they were for', () => {
    const risk = new Risk({ maxOrdersPerMinute: 2 });
    risk.orderSent(NOON - 60_000);
    risk.orderSent(NOON - 59_999);
    expect(risk.refusal(view())).toBeUndefined();
    risk.orderSent(NOON);
    expect(risk.refusal(view())).toEqual({ rule: 'order rate', reason: '2 orders within a minute, and 2 is the most' });
    expect(risk.refusal(view({ time: NOON + 60_000 }))).toBeUndefined();
  });

  it('never more orders in any minute than allowed', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40_000 })), fc.integer({ min: 1, max: 5 }), (steps, most) => {
        const risk = new Risk({ maxOrdersPerMinute: most });
        const sent: number[] = [];
        let time = NOON;
        for (const step of steps) {
          time += step;
          if (risk.refusal(view({ time })) !== undefined) continue;
          risk.orderSent(time);
          sent.push(time);
        }
        for (const last of sent)
          expect(sent.filter((one) => one > last - 60_000 && one <= last).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it('the loss of a day, counted from its first equity', () => {
    const risk = new Risk({ maxDailyLossPercent: 5 });
    expect(risk.refusal(view({ equity: 950.01 }))).toBeUndefined();
    expect(risk.refusal(view({ equity: 950 }))).toEqual({
      rule: 'daily loss',
      reason: 'equity fell from 1000 to 950 today, and 5 % is the most',
    });
    expect(risk.refusal(view({ equity: 950, dayEquity: 950 }))).toBeUndefined();
  });

  it('a day ends at midnight UTC', () => {
    const risk = new Risk({});
    expect(risk.isNewDay(NOON, Number.NaN)).toBe(true);
    expect(risk.isNewDay(NOON + 43_199_999, NOON)).toBe(false);
    expect(risk.isNewDay(NOON + 43_200_000, NOON)).toBe(true);
  });
});
