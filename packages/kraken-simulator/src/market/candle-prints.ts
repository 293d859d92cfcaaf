import { type Candle, Decimal, type Instrument, type Interval, intervalMs } from '@fathom/contracts';
import { path, turningPoints } from './candle-path.js';
import { hashed } from './hashed.js';
import type { Print } from './print.js';
import { PriceGrid } from './price-grid.js';
import { shares } from './shares.js';

export interface CandlePrintsOptions {
  readonly instrument: Instrument;
  /** Length of the candles, minutes. */
  readonly interval: Interval;
  readonly seed: number;
  /** At most so many prints per candle (but as many as its shape needs), where its own count is more than is wanted. */
  readonly maxPrints?: number;
  /** Number of the first print; 1 when not given. */
  readonly firstId?: number;
}

/**
 * A way the market may have gone inside each candle: it opens, goes to the nearer of high and low, to the other, and
 * closes. Candles built from these prints are the candles they came from: prices and volume exactly (to the pair's
 * digits), the count of trades where it is known, lies within `maxPrints`, suffices for the shape and
 * leaves a unit of volume for each. The same seed gives
 * the same prints. A candle without trades gives none; an unknown volume becomes one smallest unit a print.
 */
export function* candlePrints(candles: Iterable<Candle>, options: CandlePrintsOptions): Generator<Print> {
  const { instrument, interval, maxPrints = Number.POSITIVE_INFINITY } = options;
  const grid = new PriceGrid(instrument);
  const scale = instrument.quantityDecimals;
  const length = intervalMs(interval);
  let id = options.firstId ?? 1;
  for (const candle of candles) {
    if (candle.trades === 0) continue;
    const seed = Math.floor(hashed(options.seed, candle.openTime / 60_000, interval) * 2 ** 32);
    const points = turningPoints(candle, grid);
    const volume = Number.isFinite(candle.volume)
      ? Decimal.fromNumber(candle.volume, scale).round(scale)
      : Decimal.ZERO;
    // No print is smaller than one unit, so a volume of few units is cut into few.
    const units = volume.toNumber() * 10 ** scale;
    const wished = Number.isNaN(candle.trades) ? 0 : Math.min(candle.trades, maxPrints, Math.round(units));
    const count = Math.max(points.length, wished);
    const parts = shares(volume, scale, count, seed);
    let before = points[0] ?? 0;
    let index = 0;
    for (const ticks of path(points, count, seed)) {
      const micros = Math.floor(((index + hashed(seed, index, 3)) / count) * length * 1000);
      const chance = hashed(seed, index, 5);
      const isUp = ticks === before ? chance < 0.5 : ticks > before;
      yield {
        id,
        time: (candle.openTime * 1000 + micros) / 1000,
        price: grid.price(ticks),
        quantity: parts.next().value ?? Decimal.ZERO,
        side: isUp ? 'buy' : 'sell',
        orderType: chance * 2 - Math.floor(chance * 2) < 0.6 ? 'limit' : 'market',
      };
      before = ticks;
      index += 1;
      id += 1;
    }
  }
}
