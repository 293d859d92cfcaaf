import { CandleAggregator, openTimeOf } from '@fathom/candles';
import { type Candle, type CandleColumns, type Interval, intervalMs } from '@fathom/contracts';
import { candleColumns } from '@fathom/storage';

/** Open times, ms since 1970 UTC, of the longer candles a series holds only a part of. */
export interface Incomplete {
  first?: number;
  last?: number;
}

/**
 * Candles of a longer interval made of shorter ones; the same chunks when the interval is the same. Only complete ones:
 * the first is left out when the series begins after its start, the last when the series ends before its end. What is
 * missing in between had no trades.
 * @param incomplete is told what was left out.
 */
export async function* joinedCandles(
  chunks: AsyncIterable<CandleColumns>,
  from: Interval,
  to: Interval,
  incomplete: Incomplete = {},
): AsyncGenerator<CandleColumns> {
  if (from === to) {
    yield* chunks;
    return;
  }
  let joined: Candle[] = [];
  const aggregator = new CandleAggregator({
    from,
    to,
    onCandle: (candle) => {
      if (candle.openTime !== incomplete.first) joined.push(candle);
    },
  });
  let last = Number.NaN;
  for await (const chunk of chunks) {
    const { length, openTime } = chunk;
    const [first] = openTime;
    if (Number.isNaN(last) && first !== undefined) {
      const start = openTimeOf(first, to);
      if (start < first) incomplete.first = start;
    }
    last = openTime[length - 1] ?? last;
    aggregator.addColumns(chunk);
    if (joined.length > 0) yield candleColumns(joined);
    joined = [];
  }
  const start = openTimeOf(last, to);
  if (last + intervalMs(from) < start + intervalMs(to)) incomplete.last = start;
}

/** How many candles were left out. */
export function countIncomplete({ first, last }: Incomplete): number {
  return new Set([first, last].filter((time) => time !== undefined)).size;
}
