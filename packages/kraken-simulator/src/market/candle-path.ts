import type { Candle } from '@fathom/contracts';
import { hashed } from './hashed.js';
import type { PriceGrid } from './price-grid.js';

/** The least turning points, in ticks, that make the candle: open, the nearer of high and low, the other, close. */
export function turningPoints(candle: Candle, grid: PriceGrid): number[] {
  const open = grid.ticks(candle.open);
  const close = grid.ticks(candle.close);
  const high = Math.max(grid.ticks(candle.high), open, close);
  const low = Math.min(grid.ticks(candle.low), open, close);
  const [near, far] = high - open < open - low ? [high, low] : [low, high];
  const points = withoutRepeats([open, near, far, close]);
  const swapped = withoutRepeats([open, far, near, close]);
  // Fewer prints than turning points happen: the extreme that is also the close need not be visited twice.
  return points.length > candle.trades && swapped.length < points.length ? swapped : points;
}

function withoutRepeats(points: readonly number[]): number[] {
  return points.filter((point, index) => point !== points[index - 1]);
}

/**
 * `count` prices in ticks (at least as many as points): all turning points in order, between them on the way with some
 * noise that never leaves the candle. Every leg gets prints in proportion to its length.
 */
export function* path(points: readonly number[], count: number, seed: number): Generator<number> {
  const high = Math.max(...points);
  const low = Math.min(...points);
  const lengths = points.slice(1).map((point, leg) => Math.abs(point - (points[leg] ?? point)));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const spare = count - points.length;
  let given = 0;
  let walked = 0;
  for (const [leg, from] of points.entries()) {
    yield from;
    const to = points[leg + 1];
    walked += lengths[leg] ?? 0;
    const last = leg >= points.length - 2;
    const until = last ? spare : Math.floor((spare * walked) / total);
    const inside = to === undefined ? 0 : until - given;
    for (let step = 1; step <= inside; step += 1) {
      const wished = from + (((to ?? from) - from) * step) / (inside + 1);
      const noise = (hashed(seed, leg + 1, given + step) - 0.5) * 0.04 * (high - low);
      yield Math.min(high, Math.max(low, Math.round(wished + noise)));
    }
    given += inside;
    if (points.length === 1) for (let step = 0; step < spare; step += 1) yield from;
  }
}
