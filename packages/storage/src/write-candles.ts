import { type CandleChunks, candleText } from './candle-text.js';
import { showName } from './show-name.js';
import { writeFileAtomically } from './write-file.js';

/**
 * Writes candles as Kraken's OHLCVT rows, whole or not at all; candles without trades get no row.
 * Chunks are written as they come, in constant memory.
 * @throws {DataError} when candles are out of order or wrong, or the file cannot be written.
 */
export async function writeCandles(path: string, candles: CandleChunks): Promise<void> {
  await writeFileAtomically(path, candleText(candles, showName(path)));
}
