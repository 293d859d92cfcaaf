import { DataError } from '@fathom/contracts';
import type { OrderBook } from '@fathom/order-book';
import type { BookRecord } from '../book-record.js';
import { Breath } from '../breath.js';
import type { Part } from '../catalogue/part.js';
import { ChecksumProof, ContentDigest, TradeDigest } from '../content-digest.js';
import { ProvedBooks } from '../proved-books.js';
import type { TradesRecord } from '../record-sink.js';
import type { BookRows } from './book-part-reader.js';
import type { BookRowSink } from './rows-to-books.js';

/**
 * Replays a part from its first message and compares all there is to compare: every checksum, and that what is read is
 * what was written, digit by digit.
 * @param path names it in messages. @param each is told every message in turn, and the book after it.
 * @throws {DataError} that says what is not so.
 */
export async function proveBookPart(
  path: string,
  part: Part,
  read: (rows: BookRows, sink: BookRowSink) => AsyncGenerator<number>,
  each: (record: BookRecord, book: OrderBook) => void = () => {},
): Promise<void> {
  const books = new ProvedBooks();
  const proof = new ChecksumProof();
  const digest = new ContentDigest();
  const counts = { messages: 0, verified: 0, suspect: 0, unverifiable: 0 };
  const breath = new Breath();
  for await (const _ of read({ hasProofs: true }, (record, stored) => {
    digest.add(record);
    const book = books.apply(record);
    each(record, book);
    if (record.kind !== 'checkpoint') {
      counts.messages += 1;
      counts[record.state] += 1;
      if (record.state === 'verified') proof.add(book.checksum);
    }
    if (stored !== undefined && proof.take() !== stored) {
      throw new DataError(
        `${path}: up to message ${record.sequence} of ${part.name} not all checksums are those the exchange had sent`,
      );
    }
  })) {
    await breath.take();
  }
  if (proof.count > 0) throw new DataError(`${path}: the last ${proof.count} messages have no proof`);
  for (const name of ['messages', 'verified', 'suspect', 'unverifiable'] as const) {
    if (counts[name] !== part[name]) {
      throw new DataError(`${path} has ${counts[name]} messages (${name}), ${part[name]} were written`);
    }
  }
  if (digest.value !== part.digest) throw new DataError(`${path} is not what was written: its digest differs`);
}

/**
 * Reads a part of market trades from its first message and compares it with what was written, digit by digit.
 * @throws {DataError} when it differs.
 */
export async function proveTradePart(
  path: string,
  written: TradeDigest,
  read: AsyncGenerator<TradesRecord>,
): Promise<void> {
  const digest = new TradeDigest();
  const breath = new Breath();
  for await (const record of read) {
    digest.add(record);
    await breath.take();
  }
  if (digest.value !== written.value) throw new DataError(`${path} is not what was written: its digest differs`);
}
