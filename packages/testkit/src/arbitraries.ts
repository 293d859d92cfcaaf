import { type Candle, Decimal, type Interval, intervalMs, type MarketTrade } from '@fathom/contracts';
import * as fc from 'fast-check';
import { START } from './candle.js';

/** A price to one decimal, 0.1 … 100,000. */
export const price: fc.Arbitrary<number> = fc.integer({ min: 1, max: 1_000_000 }).map((tenths) => tenths / 10);

/** A quantity with eight digits after the point, 0.00000001 … 1,000. */
export const quantity: fc.Arbitrary<Decimal> = fc
  .bigInt({ min: 1n, max: 100_000_000_000n })
  .map((units) => Decimal.of(units, 8));

interface Shape {
  readonly open: number;
  readonly close: number;
  readonly above: number;
  readonly below: number;
  readonly units: number;
  readonly trades: number;
  readonly skipped: number;
}

const shape: fc.Arbitrary<Shape> = fc.record({
  open: price,
  close: price,
  above: fc.integer({ min: 0, max: 1000 }),
  below: fc.integer({ min: 0, max: 1000 }),
  units: fc.integer({ min: 1, max: 100_000_000_000 }),
  trades: fc.integer({ min: 1, max: 500 }),
  skipped: fc.integer({ min: 1, max: 40 }),
});

const empty = { units: 0, trades: 0 };

function seriesOf(shapes: readonly Shape[], interval: Interval, hasGaps: boolean): Candle[] {
  const length = intervalMs(interval);
  let openTime = START - length;
  let last = 0;
  return shapes.map((one) => {
    openTime += hasGaps && one.skipped > 30 ? length * (one.skipped - 28) : length;
    // An empty candle repeats the close before it, so the first of a series is never empty.
    const isEmpty = last > 0 && one.units % 5 === 0;
    const { open, close, above, below } = isEmpty ? { open: last, close: last, above: 0, below: 0 } : one;
    const { units, trades } = isEmpty ? empty : one;
    last = close;
    return {
      openTime,
      open,
      high: Math.round(Math.max(open, close) * 10 + above) / 10,
      low: Math.max(Math.round(Math.min(open, close) * 10) - below, 1) / 10,
      close,
      volume: units / 1e8,
      trades,
    };
  });
}

/**
 * Candles of one interval, oldest first, from `START` on (which opens every interval up to a day):
 * random, flat, with holes, with empty candles, or one alone.
 */
export function candleSeries(interval: Interval, maxLength = 60): fc.Arbitrary<Candle[]> {
  const shapes = fc.array(shape, { minLength: 1, maxLength });
  const flat = fc.tuple(price, shapes).map(([level, list]) => {
    return list.map((one) => ({ ...one, open: level, close: level, above: 0, below: 0 }));
  });
  return fc.oneof(
    shapes.map((list) => seriesOf(list, interval, false)),
    shapes.map((list) => seriesOf(list, interval, true)),
    flat.map((list) => seriesOf(list, interval, false)),
    shape.map((one) => seriesOf([one], interval, false)),
  );
}

/**
 * Market trades in order of time, from `START` on: several in a minute, several at one instant, and
 * silences of up to an hour.
 */
export function marketTrades(maxLength = 80): fc.Arbitrary<MarketTrade[]> {
  const pause = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 1, max: 20_000 }),
    fc.integer({ min: 20_000, max: 3_600_000 }),
  );
  return fc.array(fc.tuple(pause, price, quantity), { minLength: 1, maxLength }).map((list) => {
    let time = START;
    return list.map(([wait, at, amount]) => {
      time += wait;
      return { time, price: at, quantity: amount };
    });
  });
}
