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
    openTime: columns.openTime[i] as number,
    open: columns.open[i] as number,
    high: columns.high[i] as number,
    low: columns.low[i] as number,
    close: columns.close[i] as number,
    volume: columns.volume[i] as number,
    trades: columns.trades[i] as number,
  }));
}
