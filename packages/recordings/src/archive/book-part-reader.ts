import type { DuckDBResult } from '@duckdb/node-api';
import { DataError } from '@fathom/contracts';
import { BookRecord } from '../book-record.js';
import { type Part, pairOf } from '../catalogue/part.js';
import { FLAGS, kindOf, MESSAGE_FLAGS, stateOf } from './book-flags.js';
import { type Duck, duckAttempt, quoted } from './duck.js';

export interface BookRows {
  /** Only messages of a higher sequence. */
  readonly afterSequence?: number;
  /** Only messages received before, microseconds since 1970 UTC. */
  readonly toUs?: number;
  /** Whether proofs are wanted. */
  readonly hasProofs?: boolean;
}

/** Is told the messages of a part; `proof` is that of all verified ones since the last, this one among them. */
export type BookRowSink = (record: BookRecord, proof: number | undefined) => void;

/**
 * Reads a part's books, a few thousand rows in memory at a time. Yields the sequence of the last message it is about to
 * tell, then tells.
 * @throws {DataError} when the file cannot be read or is not what the catalogue says.
 */
export async function* readBookPart(
  duck: Duck,
  path: string,
  part: Part,
  rows: BookRows,
  sink: BookRowSink,
): AsyncGenerator<number, void, undefined> {
  const hasText = part.textRows > 0;
  const hasChecksums = part.suspect + part.unverifiable > 0;
  const columns = ['sequence', 'exchange_us', 'received_us', 'price', 'quantity'].map(
    (name) => `CAST(${name} AS DOUBLE)`,
  );
  columns.push('flags');
  if (hasChecksums) columns.push('checksum');
  if (rows.hasProofs) columns.push('proof');
  if (hasText) columns.push('price_text', 'quantity_text');
  const where = [
    ...(rows.afterSequence === undefined ? [] : [`sequence > ${rows.afterSequence}`]),
    ...(rows.toUs === undefined ? [] : [`received_us < ${rows.toUs}`]),
  ];
  const sql = `SELECT ${columns.join(', ')} FROM read_parquet(${quoted(path)}, hive_partitioning = false)${
    where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  }`;
  const doing = `reading ${path}`;
  const connection = await duck.connect();
  try {
    const result: DuckDBResult = await duckAttempt(doing, () => connection.stream(sql));
    const checksumAt = hasChecksums ? 6 : -1;
    const proofAt = rows.hasProofs ? 6 + Number(hasChecksums) : -1;
    const textAt = hasText ? 6 + Number(hasChecksums) + Number(rows.hasProofs ?? false) : -1;

    const record = new BookRecord();
    record.pair = pairOf(part);
    const { bids, asks } = record;
    let messageFlags = -1;
    let sequence = -1;
    let proof: number | undefined;
    let texts: { bids: { price: string; quantity: string }[]; asks: { price: string; quantity: string }[] } | undefined;
    const tell = (): void => {
      if (texts !== undefined) {
        // A message is text on both sides or on neither.
        bids.texts = texts.bids;
        asks.texts = texts.asks;
      }
      sink(record, proof);
    };
    for (;;) {
      const chunk = await duckAttempt(doing, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) break;
      const count = chunk.rowCount;
      const numbers = (index: number): Items => chunk.getColumnVector(index);
      const [sequences, exchanged, received] = [numbers(0), numbers(1), numbers(2)];
      const [prices, quantities, flagged] = [numbers(3), numbers(4), numbers(5)];
      const checksums = checksumAt < 0 ? undefined : numbers(checksumAt);
      const proofs = proofAt < 0 ? undefined : numbers(proofAt);
      const priceTexts = textAt < 0 ? undefined : numbers(textAt);
      const quantityTexts = textAt < 0 ? undefined : numbers(textAt + 1);
      yield Number(sequences.getItem(count - 1));
      for (let row = 0; row < count; row += 1) {
        const rowSequence = Number(sequences.getItem(row));
        const flags = Number(flagged.getItem(row));
        if (rowSequence !== sequence || (flags & MESSAGE_FLAGS) !== messageFlags) {
          if (messageFlags >= 0) tell();
          sequence = rowSequence;
          messageFlags = flags & MESSAGE_FLAGS;
          record.sequence = rowSequence;
          record.exchangeUs = Number(exchanged.getItem(row));
          record.receivedUs = Number(received.getItem(row));
          record.kind = kindOf(flags);
          record.state = stateOf(flags);
          record.checksum = numberOf(checksums?.getItem(row));
          proof = numberOf(proofs?.getItem(row));
          texts = undefined;
          bids.clear();
          asks.clear();
        }
        if ((flags & (FLAGS.text | FLAGS.empty)) === 0) {
          ((flags & FLAGS.ask) === 0 ? bids : asks).add(Number(prices.getItem(row)), Number(quantities.getItem(row)));
        } else if ((flags & FLAGS.text) !== 0) {
          texts ??= { bids: [], asks: [] };
          const [price, quantity] = [priceTexts?.getItem(row), quantityTexts?.getItem(row)];
          if (typeof price !== 'string' || typeof quantity !== 'string') {
            throw new DataError(`${path} lacks the digits of message ${rowSequence}`);
          }
          texts[(flags & FLAGS.ask) === 0 ? 'bids' : 'asks'].push({ price, quantity });
        }
      }
    }
    if (messageFlags >= 0) tell();
  } finally {
    connection.closeSync();
  }
}

interface Items {
  getItem(row: number): unknown;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
