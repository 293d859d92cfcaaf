import { type Candle, type CandleColumns, DataError, Decimal } from '@fathom/contracts';
import { CandleBuffer } from './candle-buffer.js';
import { candleFault } from './check-candle.js';

/** Chunks of candles, one after the other; a producer may use its columns again for the next. */
export type CandleChunks = Iterable<CandleColumns> | AsyncIterable<CandleColumns>;

/** Candles one by one as a single chunk of columns. */
export function candleColumns(candles: readonly Candle[]): CandleColumns {
  const columns = new CandleBuffer(candles.length);
  for (const candle of candles) columns.push(candle);
  return columns;
}

/**
 * OHLCVT rows as Kraken's files have them: seconds, prices with at least one digit after the point, volumes without a
 * needless point, the shortest digits that read back as the same number, never an exponent; no row for a candle
 * without trades.
 * @param where what messages begin with
 * @throws {DataError} for candles that could not be read back: none at all, out of order, off the whole second, wrong values.
 */
export async function* candleText(chunks: CandleChunks, where: string): AsyncGenerator<string, void, undefined> {
  let previous = Number.NEGATIVE_INFINITY;
  let isEmpty = true;
  for await (const { length, openTime, open, high, low, close, volume, trades } of chunks) {
    let text = '';
    for (let row = 0; row < length; row++) {
      const time = openTime[row] ?? Number.NaN;
      const o = open[row] ?? Number.NaN;
      const h = high[row] ?? Number.NaN;
      const l = low[row] ?? Number.NaN;
      const c = close[row] ?? Number.NaN;
      const v = volume[row] ?? Number.NaN;
      const n = trades[row] ?? Number.NaN;
      const fault = timeFault(time, previous) ?? candleFault(o, h, l, c, v, n);
      if (fault !== undefined) throw new DataError(`${where}: the candle at ${time / 1000} ${fault}`);
      previous = time;
      if (n === 0) continue;
      text += `${time / 1000},${price(o)},${price(h)},${price(l)},${price(c)},${digits(v)},${n}\n`;
    }
    if (text === '') continue;
    isEmpty = false;
    yield text;
  }
  if (isEmpty) throw new DataError(`${where}: there are no candles with trades to write`);
}

function timeFault(time: number, previous: number): string | undefined {
  if (!(time >= 0 && time % 1000 === 0)) return 'is not on a whole second';
  return time > previous ? undefined : `does not come after the one at ${previous / 1000}`;
}

function price(value: number): string {
  const text = digits(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** The shortest digits, written out: a volume of 1e-8 is `0.00000001`. */
function digits(value: number): string {
  const text = String(value);
  return text.includes('e') ? Decimal.parse(text).toString() : text;
}
