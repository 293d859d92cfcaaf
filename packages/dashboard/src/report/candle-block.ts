import { ByteReader, ByteWriter } from './varints.js';

/** Prices as they are drawn: open time in milliseconds since 1970 UTC, prices as doubles. Row i is candle i. */
export interface DrawnCandles {
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
}

const MINUTE_MS = 60_000;

/**
 * Candles as a few bytes each: differences, in units of the price's last digit, as varints. Whatever has more digits
 * than `priceDecimals` is rounded: the block is to be drawn.
 */
export function packCandles(candles: DrawnCandles, count: number, priceDecimals: number): Uint8Array {
  const writer = new ByteWriter(count * 8);
  const units = 10 ** priceDecimals;
  let [lastTime, lastClose, lastStep] = [0, 0, 0];
  for (let row = 0; row < count; row += 1) {
    const at = (column: Float64Array) => Math.round((column[row] ?? 0) * units);
    const [open, high, low, close] = [at(candles.open), at(candles.high), at(candles.low), at(candles.close)];
    const time = Math.round((candles.openTime[row] ?? 0) / MINUTE_MS);
    const step = time - lastTime;
    writer.signed(step - lastStep);
    writer.signed(open - lastClose);
    writer.signed(close - open);
    writer.signed(high - Math.max(open, close));
    writer.signed(Math.min(open, close) - low);
    [lastTime, lastClose, lastStep] = [time, close, step];
  }
  return writer.bytes();
}

/** The candles a block was made of. */
export function unpackCandles(bytes: Uint8Array, count: number, priceDecimals: number): DrawnCandles {
  const reader = new ByteReader(bytes);
  const column = () => new Float64Array(count);
  const candles = { openTime: column(), open: column(), high: column(), low: column(), close: column() };
  const units = 10 ** priceDecimals;
  let [time, lastClose, step] = [0, 0, 0];
  for (let row = 0; row < count; row += 1) {
    step += reader.signed();
    time += step;
    const open = lastClose + reader.signed();
    const close = open + reader.signed();
    candles.openTime[row] = time * MINUTE_MS;
    candles.open[row] = open / units;
    candles.close[row] = close / units;
    candles.high[row] = (Math.max(open, close) + reader.signed()) / units;
    candles.low[row] = (Math.min(open, close) - reader.signed()) / units;
    lastClose = close;
  }
  return candles;
}
