import { readFileSync } from 'node:fs';
import type { Candle } from '@fathom/contracts';

/** Kraken's BTC/USD hours from April 2018, for tests. */
export function realCandles(): Candle[] {
  const text = readFileSync(new URL('./XBTUSD_60.csv', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [seconds = 0, open = 0, high = 0, low = 0, close = 0, volume = 0, trades = 0] = line.split(',').map(Number);
      return { openTime: seconds * 1000, open, high, low, close, volume, trades };
    });
}
