import type { Candle, CandleColumns } from '@fathom/contracts';

/** The same candles as columns. */
export function columnsOf(candles: readonly Candle[]): CandleColumns {
  const column = (field: keyof Candle) => Float64Array.from(candles, (candle) => candle[field]);
  return {
    length: candles.length,
    openTime: column('openTime'),
    open: column('open'),
    high: column('high'),
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
    trades: column('trades'),
  };
}

/** The same candles as objects. */
export function candlesOf(columns: CandleColumns): Candle[] {
  return Array.from({ length: columns.length }, (_, i) => ({
    openTime: columns.openTime[i] ?? Number.NaN,
    open: columns.open[i] ?? Number.NaN,
    high: columns.high[i] ?? Number.NaN,
    low: columns.low[i] ?? Number.NaN,
    close: columns.close[i] ?? Number.NaN,
    volume: columns.volume[i] ?? Number.NaN,
    trades: columns.trades[i] ?? Number.NaN,
  }));
}
