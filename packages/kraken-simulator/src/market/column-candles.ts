import type { Candle, CandleColumns } from '@fathom/contracts';

/** Columns row by row. */
export function* columnCandles(columns: CandleColumns): Generator<Candle> {
  for (let row = 0; row < columns.length; row += 1) {
    yield {
      openTime: columns.openTime[row] ?? Number.NaN,
      open: columns.open[row] ?? Number.NaN,
      high: columns.high[row] ?? Number.NaN,
      low: columns.low[row] ?? Number.NaN,
      close: columns.close[row] ?? Number.NaN,
      volume: columns.volume[row] ?? Number.NaN,
      trades: columns.trades[row] ?? Number.NaN,
    };
  }
}
