import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EquityCurve } from './equity-curve.js';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const start = Date.UTC(2024, 0, 1);

interface Mark {
  readonly time: number;
  readonly equity: number;
  readonly isExposed: boolean;
}

function curveOf(marks: readonly Mark[], startBalance = 1000, maxPoints = 100_000): EquityCurve {
  const curve = new EquityCurve({ startBalance, startTime: start, maxPoints });
  for (const mark of marks) curve.mark(mark.time, mark.equity, mark.isExposed);
  return curve;
}

/** Marks an hour apart. */
function hourly(...equities: number[]): Mark[] {
  return equities.map((equity, i) => ({ time: start + (i + 1) * HOUR, equity, isExposed: i % 2 === 0 }));
}

/** Integers, so that ties and recoveries to the very peak happen; gaps of up to three days. */
const marks = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 1, max: 72 }),
      equity: fc.integer({ min: 900, max: 1100 }),
      isExposed: fc.boolean(),
    }),
    {
      maxLength: 80,
    },
  )
  .map((steps) => {
    let time = start;
    return steps.map(({ wait, equity, isExposed }) => {
      time += wait * HOUR;
      return { time, equity, isExposed };
    });
  });

interface Fall {
  readonly from: Mark;
  readonly to: Mark;
  readonly amount: number;
  readonly percent: number;
}

/** Every fall from every earlier point to every later one: slow, and too simple to be wrong. */
function allFalls(path: readonly Mark[]): Fall[] {
  return path.flatMap((from, i) =>
    path.slice(i + 1).map((to) => {
      const amount = from.equity - to.equity;
      return { from, to, amount, percent: (amount / from.equity) * 100 };
    }),
  );
}

function withStart(path: readonly Mark[]): Mark[] {
  return [{ time: start, equity: 1000, isExposed: false }, ...path];
}

describe('EquityCurve', () => {
  it('keeps the largest fall in money and the largest in percent apart', () => {
    // 1000 → 1200 → 1020 (−180 = 15 %) → 2000 → 1760 (−240 = 12 %) → 2100
    const curve = curveOf(hourly(1200, 1020, 2000, 1760, 2100));
    expect(curve.absoluteDrawdown).toEqual({
      amount: 240,
      percent: 12,
      startTime: start + 3 * HOUR,
      startEquity: 2000,
      endTime: start + 4 * HOUR,
      endEquity: 1760,
      recoveredAt: start + 5 * HOUR,
    });
    expect(curve.relativeDrawdown).toEqual({
      amount: 180,
      percent: 15,
      startTime: start + HOUR,
      startEquity: 1200,
      endTime: start + 2 * HOUR,
      endEquity: 1020,
      recoveredAt: start + 3 * HOUR,
    });
    expect(curve.minEquity).toBe(1000);
    expect(curve.maxEquity).toBe(2100);
    expect(curve.candles).toBe(5);
    expect(curve.exposedCandles).toBe(3);
  });

  it('counts the starting balance as the first peak and reports a fall that has not recovered', () => {
    const curve = curveOf(hourly(990, 900, 950));
    expect(curve.absoluteDrawdown).toMatchObject({ amount: 100, startTime: start, endEquity: 900, recoveredAt: null });
    expect(curve.longestDrawdownMs).toBe(3 * HOUR);
    expect(curve.minEquity).toBe(900);
  });

  it('starts a fall where a flat stretch ends and the trough where it is first reached', () => {
    const curve = curveOf(hourly(1000, 1000, 990, 990, 1000));
    expect(curve.absoluteDrawdown).toMatchObject({
      startTime: start + 2 * HOUR,
      endTime: start + 3 * HOUR,
      recoveredAt: start + 5 * HOUR,
    });
    expect(curve.longestDrawdownMs).toBe(3 * HOUR);
  });

  it('has no drawdown when equity never falls', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 50 }), (steps) => {
        let equity = 1000;
        const rising = steps.map((step) => (equity += step));
        const curve = curveOf(hourly(...rising));
        expect([curve.absoluteDrawdown, curve.relativeDrawdown]).toEqual([null, null]);
        expect(curve.longestDrawdownMs).toBe(0);
      }),
    );
  });

  it('finds what a search over all pairs of points finds', () => {
    fc.assert(
      fc.property(marks, (path) => {
        const curve = curveOf(path);
        const falls = allFalls(withStart(path)).filter((fall) => fall.amount > 0);
        const most = (key: 'amount' | 'percent') => falls.reduce((max, fall) => Math.max(max, fall[key]), 0);
        for (const [drawdown, key] of [
          [curve.absoluteDrawdown, 'amount'],
          [curve.relativeDrawdown, 'percent'],
        ] as const) {
          expect(drawdown?.[key] ?? 0).toBe(most(key));
          if (!drawdown) continue;
          const same = falls.find(({ from, to }) => from.time === drawdown.startTime && to.time === drawdown.endTime);
          expect(same).toMatchObject({ amount: drawdown.amount, percent: drawdown.percent });
          const after = path.filter(({ time }) => time > drawdown.endTime);
          const recovery = after.find(({ equity }) => equity >= drawdown.startEquity);
          expect(drawdown.recoveredAt).toBe(recovery?.time ?? null);
        }
        const equities = withStart(path).map(({ equity }) => equity);
        expect(curve.minEquity).toBe(Math.min(...equities));
        expect(curve.maxEquity).toBe(Math.max(...equities));
      }),
    );
  });

  it('measures the longest time under water like a walk from every point', () => {
    fc.assert(
      fc.property(marks, (path) => {
        const all = withStart(path);
        const last = all.at(-1)?.time ?? start;
        const waits = all.map((from, i) => {
          const later = all.slice(i + 1);
          const fallsAtOnce = (later[0]?.equity ?? from.equity) < from.equity;
          const isPeak = all.slice(0, i).every(({ equity }) => equity <= from.equity);
          if (!fallsAtOnce || !isPeak) return 0;
          return (later.find(({ equity }) => equity >= from.equity)?.time ?? last) - from.time;
        });
        expect(curveOf(path).longestDrawdownMs).toBe(Math.max(...waits));
      }),
    );
  });

  it('ends a day with the equity marked last at or before its midnight and carries it over empty days', () => {
    const curve = curveOf([
      { time: start + 6 * HOUR, equity: 1010, isExposed: true },
      { time: start + DAY, equity: 1020, isExposed: true }, // midnight: still the first day
      { time: start + DAY + 1, equity: 1030, isExposed: true },
      { time: start + 4 * DAY + HOUR, equity: 1040, isExposed: true },
    ]);
    expect(curve.daily()).toEqual({ firstDay: start / DAY, equity: [1020, 1030, 1030, 1030, 1040] });
  });

  it('agrees on every day with a search for the last mark of that day', () => {
    fc.assert(
      fc.property(marks, (path) => {
        const last = path.at(-1)?.time ?? start;
        const midnights: number[] = [];
        for (let midnight = start + DAY; midnight < last + DAY; midnight += DAY) midnights.push(midnight);
        const expected = midnights.map((midnight) => path.findLast(({ time }) => time <= midnight)?.equity ?? 1000);
        expect(curveOf(path).daily().equity).toEqual(expected.length > 0 ? expected : [1000]);
      }),
    );
  });

  it('thins to every n-th mark, n a power of two, and always ends with the last', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 8 }), (path, half) => {
        const maxPoints = half * 2;
        const all = withStart(path);
        let stride = 1;
        while (Math.ceil(all.length / stride) > maxPoints) stride *= 2;
        const expected = all.filter((_, i) => i % stride === 0 || i === all.length - 1);
        const curve = curveOf(path, 1000, maxPoints);
        const points = curve.points();
        expect(curve.candles).toBe(path.length);
        expect(curve.exposedCandles).toBe(path.filter(({ isExposed }) => isExposed).length);
        expect(points).toEqual(expected.map(({ time, equity }) => ({ time, equity })));
        expect(points.length).toBeLessThanOrEqual(maxPoints + 1);
      }),
    );
  });

  it('is the same when many are marked at once', () => {
    fc.assert(
      fc.property(marks, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 20 }), (path, half, size) => {
        const one = curveOf(path, 1000, half * 2);
        const many = curveOf([], 1000, half * 2);
        for (let from = 0; from < path.length; from += size) {
          const piece = path.slice(from, from + size);
          const times = Float64Array.from(piece, ({ time }) => time - HOUR);
          // There is room for more, as in a run's last piece.
          const equity = new Float64Array(size);
          equity.set(piece.map((mark) => mark.equity));
          many.markRows(times, HOUR, equity, piece.filter(({ isExposed }) => isExposed).length);
        }
        expect([many.time, many.equity, many.candles]).toEqual([one.time, one.equity, one.candles]);
        expect([many.minEquity, many.maxEquity]).toEqual([one.minEquity, one.maxEquity]);
        expect([many.absoluteDrawdown, many.relativeDrawdown]).toEqual([one.absoluteDrawdown, one.relativeDrawdown]);
        expect([many.longestDrawdownMs, many.exposedCandles]).toEqual([one.longestDrawdownMs, one.exposedCandles]);
        expect([many.daily(), many.points()]).toEqual([one.daily(), one.points()]);
      }),
    );
  });

  it('stays as it is when none are marked', () => {
    const curve = curveOf(hourly(1010));
    curve.markRows(new Float64Array(0), HOUR, new Float64Array(4), 0);
    expect([curve.time, curve.equity, curve.candles]).toEqual([start + HOUR, 1010, 1]);
  });

  it('may end behind its last candle, which is a point and a drawdown and no candle', () => {
    const curve = curveOf([]);
    curve.mark(start + HOUR, 1010, true);
    curve.end(start + HOUR + 5, 1003);
    expect(curve.points().at(-1)).toEqual({ time: start + HOUR + 5, equity: 1003 });
    expect([curve.candles, curve.exposedCandles, curve.equity, curve.time]).toEqual([1, 1, 1003, start + HOUR + 5]);
    expect(curve.absoluteDrawdown?.amount).toBe(7);
    expect(() => curve.end(start + HOUR + 6, Number.NaN)).toThrow('equity NaN');
  });

  it('is the starting balance before the first candle', () => {
    const curve = curveOf([]);
    expect(curve.points()).toEqual([{ time: start, equity: 1000 }]);
    expect([curve.equity, curve.time, curve.candles, curve.daily().equity]).toEqual([1000, start, 0, [1000]]);
  });

  it('refuses impossible numbers', () => {
    expect(() => new EquityCurve({ startBalance: 0, startTime: start })).toThrow('starting balance 0');
    expect(() => new EquityCurve({ startBalance: 1, startTime: start, maxPoints: 3 })).toThrow('maxPoints 3');
    const curve = curveOf([]);
    for (const equity of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      expect(() => curve.mark(start + 1, equity, true)).toThrow(`equity ${equity}`);
      const rows = [Float64Array.of(start + 1), 0, Float64Array.of(equity), 0] as const;
      expect(() => curve.markRows(...rows)).toThrow(`equity ${equity}`);
    }
    // Nothing has happened.
    expect([curve.equity, curve.time, curve.exposedCandles, curve.candles]).toEqual([1000, start, 0, 0]);
  });
});
