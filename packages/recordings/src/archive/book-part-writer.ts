import type { BookLevel } from '@fathom/contracts';
import type { BookRecord } from '../book-record.js';
import { ChecksumProof, ContentDigest } from '../content-digest.js';
import type { RecordedLevels } from '../recorded-levels.js';
import type { RecordedPair } from '../recorded-pair.js';
import { FLAGS, messageFlags } from './book-flags.js';
import { type Duck, quoted } from './duck.js';
import { RowBuffer } from './row-buffer.js';
import { loadDuck } from './load-duck.js';

/** Messages between two proofs. */
const PROVED_TOGETHER = 1000;
/** Rows that a reader must have in memory at once. */
const ROW_GROUP = 20_480;

/** Collects the books of one part and writes them as Parquet, one row a level. */
export class BookPartWriter {
  readonly pair: RecordedPair;
  readonly digest = new ContentDigest();
  firstSequence = 0;
  lastSequence = 0;
  firstUs = 0;
  lastUs = 0;
  messages = 0;
  verified = 0;
  suspect = 0;
  unverifiable = 0;
  rows = 0;
  textRows = 0;
  private readonly duck: Duck;
  private readonly buffer: RowBuffer;
  private readonly proof = new ChecksumProof();
  private hasRows = false;

  private constructor(duck: Duck, pair: RecordedPair, buffer: RowBuffer) {
    this.duck = duck;
    this.pair = pair;
    this.buffer = buffer;
  }

  static async create(duck: Duck, pair: RecordedPair, table: string): Promise<BookPartWriter> {
    const { DOUBLE, UINTEGER, UTINYINT, VARCHAR } = loadDuck();
    const buffer = await RowBuffer.create(duck.connection, table, [
      // Doubles here, for they are exact below 2^53 and need no object each; whole numbers in the file.
      ['sequence', DOUBLE],
      ['exchange_us', DOUBLE],
      ['received_us', DOUBLE],
      ['price', DOUBLE],
      ['quantity', DOUBLE],
      ['flags', UTINYINT],
      ['checksum', UINTEGER],
      ['proof', UINTEGER],
      ['price_text', VARCHAR],
      ['quantity_text', VARCHAR],
    ]);
    return new BookPartWriter(duck, pair, buffer);
  }

  /** @param checksum the replayed book's own after it. */
  book(record: BookRecord, checksum: number): void {
    this.digest.add(record);
    if (!this.hasRows) {
      this.hasRows = true;
      this.firstSequence = record.sequence;
      this.firstUs = record.receivedUs;
    }
    this.lastSequence = record.sequence;
    this.lastUs = Math.max(this.lastUs, record.receivedUs);
    if (record.kind !== 'checkpoint') {
      this.messages += 1;
      this[record.state] += 1;
      if (record.state === 'verified') this.proof.add(checksum);
    }
    const proof = this.proof.count >= PROVED_TOGETHER ? this.proof.take() : null;
    const flags = messageFlags(record.kind, record.state);
    const stored = record.state === 'verified' ? null : (record.checksum ?? null);
    const before = this.rows;
    this.side(record, record.bids, flags, stored, proof);
    this.side(record, record.asks, flags | FLAGS.ask, stored, proof);
    if (this.rows === before) this.row(record, 0, 0, flags | FLAGS.empty, stored, proof, null, null);
  }

  /** Writes the file; the rows that came are gone then. */
  async write(path: string): Promise<void> {
    const last = this.proof.count > 0 ? this.proof.take() : null;
    this.buffer.finish();
    const { connection } = this.duck;
    const { table } = this.buffer;
    const { name, id, depth, priceDecimals, quantityDecimals } = this.pair;
    // A proof of what came since the last one stands with the last message.
    if (last !== null)
      await connection.run(`UPDATE ${table} SET proof = ${last} WHERE sequence = ${this.lastSequence}`);
    await connection.run(
      `COPY (SELECT CAST(sequence AS BIGINT) AS sequence, CAST(exchange_us AS BIGINT) AS exchange_us,
        CAST(received_us AS BIGINT) AS received_us, ${whole('price', priceDecimals)}, ${whole('quantity', quantityDecimals)},
        flags, checksum, proof, price_text, quantity_text FROM ${table})
       TO ${quoted(path)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP}, KV_METADATA {
        format: 'fathom book 1', exchange: 'kraken', pair: ${quoted(name)}, id: ${quoted(id)}, depth: '${depth}',
        price_decimals: '${priceDecimals}', quantity_decimals: '${quantityDecimals}'})`,
    );
    await connection.run(`DROP TABLE ${table}`);
  }

  /** Forgets what came. */
  async abandon(): Promise<void> {
    this.buffer.finish();
    await this.duck.connection.run(`DROP TABLE ${this.buffer.table}`);
  }

  private side(
    record: BookRecord,
    side: RecordedLevels,
    flags: number,
    checksum: number | null,
    proof: number | null,
  ): void {
    const { count, units, texts } = side;
    for (let row = 0; row < count; row += 1) {
      this.row(record, units[2 * row] ?? 0, units[2 * row + 1] ?? 0, flags, checksum, proof, null, null);
    }
    for (const level of texts ?? NONE) {
      this.textRows += 1;
      this.row(record, null, null, flags | FLAGS.text, checksum, proof, level.price, level.quantity);
    }
  }

  private row(
    { sequence, exchangeUs, receivedUs }: BookRecord,
    price: number | null,
    quantity: number | null,
    flags: number,
    checksum: number | null,
    proof: number | null,
    priceText: string | null,
    quantityText: string | null,
  ): void {
    this.rows += 1;
    this.buffer.add([
      sequence,
      exchangeUs,
      receivedUs,
      price,
      quantity,
      flags,
      checksum,
      proof,
      priceText,
      quantityText,
    ]);
  }
}

const NONE: readonly BookLevel[] = [];

/** The whole number; of digits kept as text, where 64 bits hold them at the pair's precision. */
function whole(column: string, decimals: number): string {
  const text = `${column}_text`;
  const fits =
    decimals === 0
      ? `strpos(${text}, '.') = 0`
      : `strpos(${text}, '.') > 0 AND length(${text}) - strpos(${text}, '.') = ${decimals}`;
  return `CASE WHEN ${text} IS NULL THEN CAST(${column} AS BIGINT)
    WHEN ${fits} THEN TRY_CAST(replace(${text}, '.', '') AS BIGINT) END AS ${column}`;
}
