import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Candle, CandleColumns, Interval } from '@fathom/contracts';
import type { ByteSource } from './byte-source.js';
import { readCandles } from './read-candles.js';

// For tests only.

/** A new folder of its own; the system clears its temporary files. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fathom-storage-'));
}

/** Writes a file into a new folder and returns its path. */
export function newFile(name: string, content: string | Uint8Array): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** The first 300 hourly rows of Kraken's BTC/USD file. */
export const KRAKEN_ROWS = readFileSync(new URL('../fixtures/XBTUSD_60.csv', import.meta.url), 'utf8');

/** Hands out a text in pieces of `pieceBytes`, at once or as promises. */
export function textSource(bytes: Buffer, pieceBytes = 65_536, isAsync = false): ByteSource {
  let at = 0;
  return {
    bytesTotal: bytes.length,
    get bytesDone() {
      return at;
    },
    read(target, offset, length) {
      const count = bytes.copy(target, offset, at, at + Math.min(length, pieceBytes));
      at += count;
      return isAsync ? Promise.resolve(count) : count;
    },
    close() {},
  };
}

/** All candles of all chunks, copied out. */
export async function allCandles(chunks: AsyncIterable<CandleColumns> | Iterable<CandleColumns>): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row++) {
      candles.push({
        openTime: chunk.openTime[row] ?? Number.NaN,
        open: chunk.open[row] ?? Number.NaN,
        high: chunk.high[row] ?? Number.NaN,
        low: chunk.low[row] ?? Number.NaN,
        close: chunk.close[row] ?? Number.NaN,
        volume: chunk.volume[row] ?? Number.NaN,
        trades: chunk.trades[row] ?? Number.NaN,
      });
    }
  }
  return candles;
}

/** Hourly rows with one price, so that only the times matter. */
export function rowsAt(...hours: number[]): string {
  return hours.map((hour) => `${1609459200 + hour * 3600},10.0,10.0,10.0,10.0,1.5,3\n`).join('');
}

/** All candles of a file. */
export function readFile(path: string, interval?: Interval, member?: string | string[]): Promise<Candle[]> {
  return allCandles(readCandles(path, { interval, member }));
}

/** What a plain, slow reading of the same rows gives. */
export function expectedCandles(rows: string): Candle[] {
  const lines = rows.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const cells = line.split(',').map(Number);
    const [time = 0, open = 0, high = 0, low = 0, close = 0, volume = 0, trades = 0] = cells;
    return { openTime: time * 1000, open, high, low, close, volume, trades };
  });
}
