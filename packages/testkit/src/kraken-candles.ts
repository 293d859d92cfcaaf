import { readFileSync } from 'node:fs';
import type { Candle } from '@fathom/contracts';

/**
 * 2,000 hourly BTC/USD candles as Kraken published them, 2022-10-16 02:00 to 2023-01-07 09:00 UTC,
 * without a gap (fixtures/README.md names the origin).
 */
export function krakenCandles(): Candle[] {
  const text = readFileSync(new URL('../fixtures/xbtusd-60.csv', import.meta.url), 'utf8');
  const [, ...rows] = text.trimEnd().split('\n');
  return rows.map((row) => {
    const [time, open, high, low, close, volume, trades] = row.split(',').map(Number);
    return {
      openTime: Number(time) * 1000,
      open: Number(open),
      high: Number(high),
      low: Number(low),
      close: Number(close),
      volume: Number(volume),
      trades: Number(trades),
    };
  });
}
