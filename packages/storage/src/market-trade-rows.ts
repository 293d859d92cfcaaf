import { DataError } from '@fathom/contracts';
import { MARKET_TRADE_SHAPE } from './explain-row.js';
import type { RowReader } from './row-reader.js';
import { scanRow } from './scan-row.js';
import { LAST_TIME_MS, orderFault } from './step-check.js';

/** Short calls, for the reason given in candle-rows. */
const ROWS_A_CALL = 128;

/** Market trades as columns: row i of every column is trade i; only the first `length` rows hold data. */
export interface MarketTradeColumns {
  readonly length: number;
  /** Milliseconds since 1970 UTC; fractions carry microseconds. */
  readonly time: Float64Array;
  readonly price: Float64Array;
  /** Base units; `Decimal.fromNumber` gives back the digits of the file. */
  readonly quantity: Float64Array;
}

class MarketTradeBuffer implements MarketTradeColumns {
  length = 0;
  readonly capacity: number;
  readonly time: Float64Array;
  readonly price: Float64Array;
  readonly quantity: Float64Array;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.time = new Float64Array(capacity);
    this.price = new Float64Array(capacity);
    this.quantity = new Float64Array(capacity);
  }
}

export interface MarketTradeRowsOptions {
  readonly where: string;
  readonly from: number;
  readonly to: number;
  readonly chunkRows: number;
}

/** Turns the bytes of `time,price,volume` rows into checked columns. Times may repeat, not go back. */
export class MarketTradeRows implements RowReader<MarketTradeBuffer> {
  readonly shape = MARKET_TRADE_SHAPE;
  readonly where: string;
  readonly chunk: MarketTradeBuffer;
  row = 0;
  isDone = false;
  readonly #fields = new Float64Array(MARKET_TRADE_SHAPE.columns.length);
  readonly #from: number;
  readonly #to: number;
  #previous = 0;

  constructor(options: MarketTradeRowsOptions) {
    this.where = options.where;
    this.chunk = new MarketTradeBuffer(options.chunkRows);
    this.#from = options.from;
    this.#to = options.to;
  }

  parse(bytes: Buffer, start: number, limit: number): number {
    const { chunk } = this;
    const fields = this.#fields;
    const end = Math.min(chunk.capacity, chunk.length + ROWS_A_CALL);
    let length = chunk.length;
    let at = start;
    while (at < limit && length < end && !this.isDone) {
      const next = scanRow(bytes, at, fields);
      if (next < 0) break;
      at = next;
      this.row++;
      const time = fields[0] ?? Number.NaN;
      const price = fields[1] ?? Number.NaN;
      const quantity = fields[2] ?? Number.NaN;
      if (!(time >= this.#previous && time < LAST_TIME_MS && price > 0 && quantity >= 0))
        this.#refuse(time, price, quantity);
      this.#previous = time;
      this.isDone = time >= this.#to;
      if (time >= this.#from && !this.isDone) {
        chunk.time[length] = time;
        chunk.price[length] = price;
        chunk.quantity[length] = quantity;
        length++;
      }
    }
    chunk.length = length;
    return at;
  }

  finish(): void {}

  #refuse(time: number, price: number, quantity: number): never {
    const at = `${this.where}: row ${this.row}`;
    if (time < this.#previous) {
      throw new DataError(`${at} ${orderFault(time, this.#previous)}`);
    }
    if (time >= LAST_TIME_MS) throw new DataError(`${at} has time ${time / 1000}, which is not seconds since 1970`);
    if (!(price > 0)) throw new DataError(`${at} has price ${price}, which is not a number above 0`);
    throw new DataError(`${at} has volume ${quantity}, which is not 0 or more`);
  }
}
