import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packCandles, unpackCandles } from './candle-block.js';
import { ByteReader, ByteWriter } from './varints.js';

const price = fc.integer({ min: 1, max: 10_000_000_00 }).map((units) => units / 100);
const row = fc.record({
  minutes: fc.integer({ min: 1, max: 100_000 }),
  open: price,
  high: price,
  low: price,
  close: price,
});

describe('a block of candles', () => {
  it('gives back what was packed, whatever the candles', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        let minute = 0;
        const openTime = Float64Array.from(rows, ({ minutes }) => (minute += minutes) * 60_000);
        const column = (name: 'open' | 'high' | 'low' | 'close') => Float64Array.from(rows, (one) => one[name]);
        const candles = {
          openTime,
          open: column('open'),
          high: column('high'),
          low: column('low'),
          close: column('close'),
        };
        expect(unpackCandles(packCandles(candles, rows.length, 2), rows.length, 2)).toEqual(candles);
      }),
    );
  });

  it('takes few bytes a candle for a market without holes', () => {
    const count = 1000;
    const close = Float64Array.from({ length: count }, (_, at) => 30_000 + Math.sin(at) * 20);
    const openTime = Float64Array.from({ length: count }, (_, at) => at * 60_000);
    const candles = { openTime, open: close, high: close, low: close, close };
    expect(packCandles(candles, count, 1).length).toBeLessThan(count * 7);
  });

  it('says that it was cut', () => {
    const bytes = packCandles(
      {
        openTime: Float64Array.of(60_000),
        open: Float64Array.of(1),
        high: Float64Array.of(2),
        low: Float64Array.of(1),
        close: Float64Array.of(2),
      },
      1,
      2,
    );
    expect(() => unpackCandles(bytes.subarray(0, -1), 1, 2)).toThrow('no number at byte');
  });
});

describe('varints', () => {
  it('hold every whole number up to 2^51', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 })), (values) => {
        const writer = new ByteWriter(1);
        for (const value of values) writer.signed(value);
        const reader = new ByteReader(writer.bytes());
        expect(values.map(() => reader.signed())).toEqual(values);
      }),
    );
  });
});
