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
  for await (const { length, openTime, open, high, low, close, volume, trades } of chunks) {
    for (let row = 0; row < length; row += 1) {
      aggregator.addRow(
        openTime[row] as number,
        open[row] as number,
        high[row] as number,
        low[row] as number,
        close[row] as number,
        volume[row] as number,
        trades[row] as number,
      );
    }
    if (joined.length > 0) yield candleColumns(joined);
    joined = [];
  }
}
