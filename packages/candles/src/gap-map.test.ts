import { DataError } from '@fathom/contracts';
import { candleSeries, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GapMap } from './gap-map.js';

const MINUTE = 60_000;

describe('GapMap', () => {
  it('lists holes with their bounds and totals', () => {
    const map = new GapMap(5);
    for (const minutes of [0, 5, 10, 25, 30, 40]) map.add(START + minutes * MINUTE);
    expect(map.gaps).toEqual([
      { from: START + 15 * MINUTE, to: START + 25 * MINUTE, missing: 2 },
      { from: START + 35 * MINUTE, to: START + 40 * MINUTE, missing: 1 },
    ]);
    expect([map.candles, map.missing]).toEqual([6, 3]);
  });

  it('refuses times that do not advance or do not start an interval', () => {
    const map = new GapMap(5);
    map.add(START);
    expect(() => map.add(START)).toThrow(new DataError(`open time ${START} comes after ${START}`));
    expect(() => map.add(START + 6 * MINUTE)).toThrow(
      new DataError(`open time ${START + 6 * MINUTE} does not start a 5-minute interval`),
    );
    expect(() => map.add(Number.NaN)).toThrow(DataError);
    expect(map.candles).toBe(1);
  });

  it('takes many at once as it takes them one by one', () => {
    fc.assert(
      fc.property(candleSeries(15), fc.integer({ min: 1, max: 9 }), (candles, size) => {
        const times = Float64Array.from(candles, ({ openTime }) => openTime);
        const [one, many] = [new GapMap(15), new GapMap(15)];
        for (const time of times) one.add(time);
        for (let from = 0; from < times.length; from += size) many.addRows(times.subarray(from, from + size));
        expect([many.gaps, many.missing, many.candles]).toEqual([one.gaps, one.missing, one.candles]);
      }),
    );
    const map = new GapMap(5);
    expect(() => map.addRows(Float64Array.of(START, START))).toThrow(`open time ${START} comes after ${START}`);
  });

  it('accounts for every interval between the first and the last candle (property)', () => {
    fc.assert(
      fc.property(candleSeries(15), (candles) => {
        const map = new GapMap(15);
        for (const candle of candles) map.add(candle.openTime);
        const times = new Set(candles.map((candle) => candle.openTime));
        const absent: number[] = [];
        for (let time = START; time < (candles.at(-1)?.openTime ?? 0); time += 15 * MINUTE) {
          if (!times.has(time)) absent.push(time);
        }
        const listed = map.gaps.flatMap((gap) =>
          Array.from({ length: gap.missing }, (_, i) => gap.from + i * 15 * MINUTE),
        );
        // The series' own first candle may follow a hole that no map can see.
        expect(listed).toEqual(absent.filter((time) => time > (candles[0]?.openTime ?? 0)));
        expect(map.missing).toBe(listed.length);
        for (const gap of map.gaps) expect(gap.to - gap.from).toBe(gap.missing * 15 * MINUTE);
      }),
    );
  });
});
