import type { ByteSource } from './byte-source.js';
import { LineBuffer } from './line-buffer.js';
import { type MarketTradeColumns, MarketTradeRows } from './market-trade-rows.js';
import { openBytes } from './open-bytes.js';
import { memberNames, type ReadOptions, type ReadSizes, whereOf } from './read-candles.js';
import { readRows } from './row-reader.js';

const CHUNK_ROWS = 16_384;

/**
 * Reads Kraken's dump of market trades, `time,price,volume` with the time in seconds (fractions allowed), in the same
 * way as `readCandles`: plain, gzip or zip, constant memory, chunks whose columns are used again. Times may repeat.
 * @throws {DataError} one line with file, row and value.
 */
export async function* readMarketTrades(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<MarketTradeColumns, void, undefined> {
  const source = await openBytes(path, memberNames(options));
  try {
    yield* marketTradesOf(source, path, options);
  } finally {
    source.close();
  }
}

/** `readMarketTrades` on an open source. */
export async function* marketTradesOf(
  source: ByteSource,
  path: string,
  options: ReadOptions,
  sizes: ReadSizes = {},
): AsyncGenerator<MarketTradeColumns, void, undefined> {
  const where = whereOf(source, path);
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY, onProgress } = options;
  const lines = new LineBuffer(source, { where, capacity: sizes.bytes, onProgress });
  yield* readRows(lines, new MarketTradeRows({ where, from, to, chunkRows: sizes.rows ?? CHUNK_ROWS }));
}
