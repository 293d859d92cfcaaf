import { DataError, type Interval, intervalMs } from '@fathom/contracts';
import { CandleBuffer } from './candle-buffer.js';
import { candleFault } from './check-candle.js';
import { CANDLE_SHAPE } from './explain-row.js';
import type { RowReader } from './row-reader.js';
import { scanRow } from './scan-row.js';
import { StepCheck } from './step-check.js';

/**
 * V8 compiles a function in the middle of its first long loop without knowing the code behind the loop, then throws
 * the result away at its end, call after call. Short calls first teach it the whole function.
 */
const ROWS_A_CALL = 128;

export interface CandleRowsOptions {
  /** What messages begin with: the file, and the member inside it. */
  readonly where: string;
  readonly interval: Interval;
  /** Keep candles with `from <= openTime < to`, milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly chunkRows: number;
}

/** Turns the bytes of OHLCVT rows into checked columns. */
export class CandleRows implements RowReader<CandleBuffer> {
  readonly shape = CANDLE_SHAPE;
  readonly chunk: CandleBuffer;
  readonly where: string;
  row = 0;
  isDone = false;
  readonly #fields = new Float64Array(CANDLE_SHAPE.columns.length);
  readonly #steps: StepCheck;
  readonly #intervalMs: number;
  readonly #from: number;
  readonly #to: number;
  #previous = Number.NaN;

  constructor(options: CandleRowsOptions) {
    this.where = options.where;
    this.chunk = new CandleBuffer(options.chunkRows);
    this.#steps = new StepCheck(options.where, options.interval);
    this.#intervalMs = intervalMs(options.interval);
    this.#from = options.from;
    this.#to = options.to;
  }

  parse(bytes: Buffer, start: number, limit: number): number {
    const { openTime, open, high, low, close, volume, trades } = this.chunk;
    const fields = this.#fields;
    const interval = this.#intervalMs;
    const from = this.#from;
    const to = this.#to;
    let previous = this.#previous;
    let row = this.row;
    let length = this.chunk.length;
    const end = Math.min(this.chunk.capacity, length + ROWS_A_CALL);
    let at = start;
    while (at < limit && length < end) {
      const next = scanRow(bytes, at, fields);
      if (next < 0) break;
      row++;
      const time = fields[0] ?? Number.NaN;
      const o = fields[1] ?? Number.NaN;
      const h = fields[2] ?? Number.NaN;
      const l = fields[3] ?? Number.NaN;
      const c = fields[4] ?? Number.NaN;
      const v = fields[5] ?? Number.NaN;
      const n = fields[6] ?? Number.NaN;
      if (time - previous !== interval) this.#steps.check(time, previous, row);
      if (!(l > 0 && o >= l && o <= h && c >= l && c <= h && v >= 0 && n >= 0 && Math.floor(n) === n)) {
        throw new DataError(`${this.where}: row ${row} ${candleFault(o, h, l, c, v, n)}`);
      }
      previous = time;
      at = next;
      if (time >= to) {
        this.isDone = true;
        break;
      }
      if (time >= from) {
        openTime[length] = time;
        open[length] = o;
        high[length] = h;
        low[length] = l;
        close[length] = c;
        volume[length] = v;
        trades[length] = n;
        length++;
      }
    }
    this.#previous = previous;
    this.row = row;
    this.chunk.length = length;
    return at;
  }

  finish(): void {
    this.#steps.finish(this.row);
  }
}
