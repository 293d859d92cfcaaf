import { type BookLevel, DataError } from '@fathom/contracts';
import { BookRecord } from '../book-record.js';
import type { RecordedPair } from '../recorded-pair.js';
import { FLAGS, kindOf, MESSAGE_FLAGS, stateOf } from './book-flags.js';

/** Is told the messages of a part; `proof` is that of all verified ones since the last, this one among them. */
export type BookRowSink = (record: BookRecord, proof: number | undefined) => void;

/** Rows of a part in order, column by column. −1 is a checksum or proof that is not there. */
export interface BookColumns {
  /** Whose memory the columns are in. */
  readonly chunk: unknown;
  readonly sequences: Float64Array;
  readonly exchangeUs: Float64Array;
  readonly receivedUs: Float64Array;
  readonly prices: Float64Array;
  readonly quantities: Float64Array;
  readonly flags: Uint8Array;
  readonly checksums: Float64Array | undefined;
  readonly proofs: Float64Array | undefined;
  readonly texts: readonly [prices: Texts, quantities: Texts] | undefined;
}

interface Texts {
  getItem(row: number): unknown;
}

/** Puts rows together to messages: those that follow each other with the same sequence and the same flags. */
export class RowsToBooks {
  /** Messages told; whole books that were put in are none. */
  messages = 0;
  private readonly path: string;
  private readonly sink: BookRowSink;
  private readonly record = new BookRecord();
  private proof: number | undefined;
  private flags = -1;
  private texts: { readonly bids: BookLevel[]; readonly asks: BookLevel[] } | undefined;
  /** Memory must not go while its columns are read. */
  private held: unknown;

  /** @param path names the part in messages. */
  constructor(path: string, pair: RecordedPair, sink: BookRowSink) {
    this.path = path;
    this.sink = sink;
    this.record.pair = pair;
  }

  take(columns: BookColumns): void {
    this.held = columns.chunk;
    const { sequences, prices, quantities, flags } = columns;
    const { record } = this;
    const { bids, asks } = record;
    for (let row = 0; row < sequences.length; row += 1) {
      const rowFlags = flags[row] ?? 0;
      const isFirst = sequences[row] !== record.sequence || (rowFlags & MESSAGE_FLAGS) !== this.flags;
      if (isFirst) this.begin(columns, row, rowFlags);
      if ((rowFlags & (FLAGS.text | FLAGS.empty)) === 0) {
        const side = (rowFlags & FLAGS.ask) === 0 ? bids : asks;
        side.add(prices[row] ?? 0, quantities[row] ?? 0);
      } else if ((rowFlags & FLAGS.text) !== 0) this.text(columns, row, rowFlags);
    }
    this.held = undefined;
  }

  /** There are no more rows. */
  end(): void {
    if (this.flags < 0) return;
    const { record, texts } = this;
    if (texts !== undefined) {
      // A message is text on both sides or on neither.
      record.bids.texts = texts.bids;
      record.asks.texts = texts.asks;
    }
    if (record.kind !== 'checkpoint') this.messages += 1;
    this.sink(record, this.proof);
  }

  /** A message ends, another begins. */
  private begin(
    { sequences, exchangeUs, receivedUs, checksums, proofs }: BookColumns,
    row: number,
    flags: number,
  ): void {
    this.end();
    const { record } = this;
    this.flags = flags & MESSAGE_FLAGS;
    record.sequence = sequences[row] ?? 0;
    record.exchangeUs = exchangeUs[row] ?? 0;
    record.receivedUs = receivedUs[row] ?? 0;
    record.kind = kindOf(flags);
    record.state = stateOf(flags);
    record.checksum = known(checksums?.[row]);
    this.proof = known(proofs?.[row]);
    this.texts = undefined;
    record.bids.clear();
    record.asks.clear();
  }

  private text({ texts }: BookColumns, row: number, flags: number): void {
    this.texts ??= { bids: [], asks: [] };
    const [price, quantity] = [texts?.[0].getItem(row), texts?.[1].getItem(row)];
    if (typeof price !== 'string' || typeof quantity !== 'string') {
      throw new DataError(`${this.path} lacks the digits of message ${this.record.sequence}`);
    }
    this.texts[(flags & FLAGS.ask) === 0 ? 'bids' : 'asks'].push({ price, quantity });
  }
}

function known(value: number | undefined): number | undefined {
  return value === undefined || value < 0 ? undefined : value;
}
