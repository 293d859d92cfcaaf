import type { DrawnCandles } from '../../src/report/candle-block.js';

/** How many candles become one at each coarser level. */
const STEP = 4;

/** First row whose time is not before `time`, in ascending times. */
export function firstAtOrAfter(times: ArrayLike<number>, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same candles four, sixteen, … at a time: the finest level that is not too many for the eye is shown. */
export class CandleLevels {
  private readonly levels: DrawnCandles[];

  constructor(finest: DrawnCandles) {
    this.levels = [finest];
    for (let last = finest; last.openTime.length > STEP * 250; ) {
      last = coarser(last);
      this.levels.push(last);
    }
  }

  /** The finest level that has no more than `most` candles between two instants; else the coarsest. */
  between(from: number, to: number, most: number): { readonly candles: DrawnCandles; readonly level: number } {
    for (let level = 0; ; level += 1) {
      const candles = this.at(level, from, to);
      if (candles.openTime.length <= most || level >= this.levels.length - 1) return { candles, level };
    }
  }

  /** The candles of a level that reach into the time between two instants. */
  at(level: number, from: number, to: number): DrawnCandles {
    const candles = this.levels[level];
    if (candles === undefined) throw new RangeError(`level ${level} of ${this.levels.length}`);
    const first = Math.max(0, firstAtOrAfter(candles.openTime, from) - 1);
    return slice(candles, first, firstAtOrAfter(candles.openTime, to));
  }
}

function coarser(fine: DrawnCandles): DrawnCandles {
  const count = Math.ceil(fine.openTime.length / STEP);
  const column = () => new Float64Array(count);
  const coarse = { openTime: column(), open: column(), high: column(), low: column(), close: column() };
  for (let row = 0; row < count; row += 1) {
    const from = row * STEP;
    const to = Math.min(from + STEP, fine.openTime.length);
    let [high, low] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    for (let at = from; at < to; at += 1) {
      high = Math.max(high, fine.high[at] ?? high);
      low = Math.min(low, fine.low[at] ?? low);
    }
    coarse.openTime[row] = fine.openTime[from] ?? 0;
    coarse.open[row] = fine.open[from] ?? 0;
    coarse.close[row] = fine.close[to - 1] ?? 0;
    coarse.high[row] = high;
    coarse.low[row] = low;
  }
  return coarse;
}

function slice({ openTime, open, high, low, close }: DrawnCandles, from: number, to: number): DrawnCandles {
  return {
    openTime: openTime.subarray(from, to),
    open: open.subarray(from, to),
    high: high.subarray(from, to),
    low: low.subarray(from, to),
    close: close.subarray(from, to),
  };
}

/** Points of a line: time in milliseconds since 1970 UTC, ascending. */
export interface LinePoints {
  readonly time: ArrayLike<number>;
  readonly value: ArrayLike<number>;
}

/**
 * At most about `most` points of a line between two instants. Of each stretch the lowest and the highest point stay, so
 * that no peak and no fall is lost by thinning.
 */
export function thinned({ time, value }: LinePoints, from: number, to: number, most: number): [number, number][] {
  const first = Math.max(0, firstAtOrAfter(time, from) - 1);
  const last = Math.min(time.length, firstAtOrAfter(time, to) + 1);
  const points: [number, number][] = [];
  const add = (row: number) => {
    if (points.at(-1)?.[0] !== time[row]) points.push([time[row] ?? 0, value[row] ?? 0]);
  };
  const stretch = Math.max(1, Math.ceil((2 * (last - first)) / most));
  for (let at = first; at < last; at += stretch) {
    let [lowest, highest] = [at, at];
    for (let row = at; row < Math.min(last, at + stretch); row += 1) {
      if ((value[row] ?? 0) < (value[lowest] ?? 0)) lowest = row;
      if ((value[row] ?? 0) > (value[highest] ?? 0)) highest = row;
    }
    add(Math.min(lowest, highest));
    if (lowest !== highest) add(Math.max(lowest, highest));
  }
  if (last > first) add(last - 1);
  return points;
}

/** How far a line is below its highest point so far, in percent of that: 0 at a peak, negative below. */
export function underwater({ time, value }: LinePoints): LinePoints {
  const fall = new Float64Array(value.length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < value.length; row += 1) {
    peak = Math.max(peak, value[row] ?? peak);
    fall[row] = peak > 0 ? (100 * ((value[row] ?? 0) - peak)) / peak : 0;
  }
  return { time, value: fall };
}
