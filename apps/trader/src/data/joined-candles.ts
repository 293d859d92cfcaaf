import { CandleAggregator } from '@fathom/candles';
import type { Candle, CandleColumns, Interval } from '@fathom/contracts';
import { candleColumns } from '@fathom/storage';

/** Candles of a longer interval made of shorter ones; the same chunks when the interval is the same. */
export async function* joinedCandles(
  chunks: AsyncIterable<CandleColumns>,
  from: Interval,
  to: Interval,
): AsyncGenerator<CandleColumns> {
  if (from === to) {
    yield* chunks;
    return;
  }
  let joined: Candle[] = [];
  const aggregator = new CandleAggregator({ from, to, onCandle: (candle) => joined.push(candle) });
  for await (const chunk of chunks) {
    aggregator.addColumns(chunk);
    if (joined.length > 0) yield candleColumns(joined);
    joined = [];
  }
}
