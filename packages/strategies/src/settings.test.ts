import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { acceleration, flag, fraction, level, optionalStopLoss, ordered, pause, period } from './settings.js';

/** The one message a value is refused with. */
function refusal(schema: z.ZodType, value: unknown): string | undefined {
  const { error } = schema.safeParse(value);
  expect(error?.issues).toHaveLength(1);
  return error?.issues[0]?.message;
}

function accepts(schema: z.ZodType, value: unknown): boolean {
  return schema.safeParse(value).success;
}

function pair(orEqual: boolean) {
  return z.strictObject({ low: z.number(), high: z.number() }).check(ordered('low', 'high', { orEqual }));
}

describe('settings', () => {
  it('take a period from 1, or from the least that makes sense', () => {
    expect(period(9, '').parse(undefined)).toBe(9);
    expect(period(9, '').parse(1)).toBe(1);
    for (const wrong of [0, -1, 1.5, 100_001, Number.NaN, Number.POSITIVE_INFINITY, '5', true, null]) {
      expect(accepts(period(9, ''), wrong)).toBe(false);
    }
    expect(accepts(period(9, '', 4), 3)).toBe(false);
    expect(refusal(period(9, ''), 1.5)).toBe('1.5 is not a whole number of candles from 1 to 100000');
    expect(refusal(period(9, ''), '5')).toBe('"5" is not a whole number of candles from 1 to 100000');
  });

  it('take a pause from 0', () => {
    expect(pause(5, '').parse(0)).toBe(0);
    expect(accepts(pause(5, ''), -1)).toBe(false);
  });

  it('take a flag as true or false only', () => {
    expect(flag(true, '').parse(undefined)).toBe(true);
    expect(flag(true, '').parse(false)).toBe(false);
    expect(refusal(flag(true, ''), 'yes')).toBe('"yes" is not true or false');
    expect(accepts(flag(true, ''), 1)).toBe(false);
  });

  it('take a fraction as a number, as on with its own number, or as off', () => {
    const takeProfit = fraction({ on: 0.007 }, '');
    expect(takeProfit.parse(undefined)).toBe(0.007);
    expect(takeProfit.parse(true)).toBe(0.007);
    expect(takeProfit.parse(0.01)).toBe(0.01);
    expect(takeProfit.parse(false)).toBe(false);
    expect(fraction({ on: 0.007, standard: false }, '').parse(undefined)).toBe(false);
    for (const wrong of [0, 1, -0.01, 5, Number.NaN, '1%', null]) expect(accepts(takeProfit, wrong)).toBe(false);
    const message = 'is not true, false or a fraction above 0 and below 1 (0.01 is 1 %)';
    expect(refusal(takeProfit, 5)).toBe(`5 ${message}`);
    expect(refusal(takeProfit, '1%')).toBe(`"1%" ${message}`);
  });

  it('take a level from 0 to 100 the same way', () => {
    const overBought = level({ on: 80, standard: false }, '');
    expect(overBought.parse(undefined)).toBe(false);
    expect(overBought.parse(true)).toBe(80);
    expect([0, 75.5, 100].map((value) => overBought.parse(value))).toEqual([0, 75.5, 100]);
    expect(refusal(overBought, 101)).toBe('101 is not true, false or a level from 0 to 100');
    expect(accepts(overBought, -1)).toBe(false);
  });

  it('take no bare true for a stop that has no distance of its own', () => {
    expect(optionalStopLoss().parse(undefined)).toBe(false);
    expect(optionalStopLoss().parse(0.05)).toBe(0.05);
    expect(refusal(optionalStopLoss(), true)).toBe('true is not false or a fraction above 0 and below 1 (0.01 is 1 %)');
  });

  it('take an acceleration above 0 and at most 1', () => {
    expect(acceleration(0.2, '').parse(1)).toBe(1);
    expect(refusal(acceleration(0.2, ''), 0)).toBe('0 is not a number above 0 and at most 1');
    expect(accepts(acceleration(0.2, ''), 1.1)).toBe(false);
  });

  it('compare two settings', () => {
    expect(pair(false).parse({ low: 1, high: 2 })).toEqual({ low: 1, high: 2 });
    expect(pair(true).parse({ low: 2, high: 2 })).toEqual({ low: 2, high: 2 });
    expect(refusal(pair(false), { low: 2, high: 2 })).toBe('2 is not below high 2');
    expect(refusal(pair(true), { low: 3, high: 2 })).toBe('3 is not at most high 2');
    expect(pair(false).safeParse({ low: 2, high: 2 }).error?.issues[0]?.path).toEqual(['low']);
  });
});
