import type { Candle, CandleColumns, Interval } from '@fathom/contracts';
import { CandleAggregator } from './candle-aggregator.js';
import { ownColumns } from './own-columns.js';

export interface AggregateOptions {
  /** The interval of the candles given. */
  readonly from: Interval;
  /** The interval of the result, a multiple of `from`. */
  readonly to: Interval;
  /** Whether a last candle that lacks its end comes out too; not, unless asked for. */
  readonly unfinished?: boolean;
}

/**
 * Joins candles, oldest first, into longer ones; the rules are `CandleAggregator`'s.
 * @throws {UsageError} when `to` is not a multiple of `from`.
 * @throws {DataError} when the candles are out of order or off the clock.
 */
export function aggregate(candles: Iterable<Candle>, options: AggregateOptions): Candle[] {
  const joined: Candle[] = [];
  const aggregator = new CandleAggregator({ ...options, onCandle: (candle) => joined.push(candle) });
  for (const candle of candles) aggregator.add(candle);
  if (options.unfinished === true) aggregator.flush();
  return joined;
}

/** As `aggregate`, from columns to columns. */
export function aggregateColumns(columns: CandleColumns, options: AggregateOptions): CandleColumns {
  const { length } = columns;
  const room = () => new Float64Array(length);
  const joined = {
    openTime: room(),
    open: room(),
    high: room(),
    low: room(),
    close: room(),
    volume: room(),
    trades: room(),
  };
  let row = 0;
  const aggregator = new CandleAggregator({
    ...options,
    onCandle(candle) {
      joined.openTime[row] = candle.openTime;
      joined.open[row] = candle.open;
      joined.high[row] = candle.high;
      joined.low[row] = candle.low;
      joined.close[row] = candle.close;
      joined.volume[row] = candle.volume;
      joined.trades[row] = candle.trades;
      row += 1;
    },
  });
  aggregator.addColumns(columns);
  if (options.unfinished === true) aggregator.flush();
  // A copy, so that a year of days does not hold on to the room of its minutes.
  return ownColumns({ length, ...joined }, 0, row);
}
