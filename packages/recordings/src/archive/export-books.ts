import { rmSync } from 'node:fs';
import { DataError } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';
import type { BookRecord } from '../book-record.js';
import type { RecordingArchive } from '../recording-archive.js';
import { BookPartWriter } from './book-part-writer.js';
import type { ReplayRange } from './book-replay.js';
import { duckAttempt } from './duck.js';

/** Names of the columns of `exportText`'s CSV. */
const COLUMNS = ['sequence', 'exchange_us', 'received_us', 'kind', 'state', 'side', 'price', 'quantity'];

/**
 * A pair's books as text, digits as received. CSV has one line a level and names its columns in the first; NDJSON one
 * line a message.
 * @param write takes pieces of many lines; the next is made when it has ended.
 * @returns how many messages there were.
 */
export async function exportText(
  archive: RecordingArchive,
  range: ReplayRange,
  format: 'csv' | 'ndjson',
  write: (text: string) => Promise<void> | void,
): Promise<number> {
  let lines: string[] = format === 'csv' ? [COLUMNS.join(',')] : [];
  let messages = 0;
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    const text = `${lines.join('\n')}\n`;
    lines = [];
    await write(text);
  };
  await archive.replay(range, {
    book: (record) => {
      messages += 1;
      if (format === 'ndjson') lines.push(jsonLine(record));
      else lines.push(...csvLines(record));
    },
    trades: () => {},
    gap: () => {},
    pause: flush,
  });
  await flush();
  return messages;
}

/**
 * A pair's books as one Parquet file, with the columns of a part.
 * @returns how many messages there were.
 * @throws {DataError} when the pair's precision changed within the range: then there is no file.
 */
export async function exportParquet(archive: RecordingArchive, range: ReplayRange, path: string): Promise<number> {
  const duck = await archive.duck();
  let writer: BookPartWriter | undefined;
  let first: BookRecord['pair'] | undefined;
  await archive.replay(range, {
    book: ({ pair }) => {
      first ??= pair;
      if (pair.priceDecimals === first.priceDecimals && pair.quantityDecimals === first.quantityDecimals) return;
      throw new DataError(`the precision of ${pair.name} changes within the range: export up to there, and from there`);
    },
    trades: () => {},
    gap: () => {},
  });
  if (first === undefined) return 0;
  writer = await BookPartWriter.create(duck, first, 'exported');
  const book = new OrderBook(first.depth);
  const to: BookPartWriter = writer;
  let messages = 0;
  await archive.replay(range, {
    book: (record) => {
      const { checksum } = record;
      record.checksum = undefined;
      record.applyTo(book);
      record.checksum = checksum;
      to.book(record, book.checksum);
      messages += 1;
    },
    trades: () => {},
    gap: () => {},
  });
  try {
    await duckAttempt(`writing ${path}`, () => to.write(path));
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return messages;
}

function jsonLine(record: BookRecord): string {
  const { sequence, exchangeUs, receivedUs, kind, state, pair } = record;
  const side = (levels: BookRecord['bids']) =>
    levels.levels(pair.priceDecimals, pair.quantityDecimals).map(({ price, quantity }) => [price, quantity]);
  const [bids, asks] = [side(record.bids), side(record.asks)];
  return JSON.stringify({ pair: pair.name, sequence, exchangeUs, receivedUs, kind, state, bids, asks });
}

function csvLines(record: BookRecord): string[] {
  const { sequence, exchangeUs, receivedUs, kind, state, pair } = record;
  const head = `${sequence},${exchangeUs},${receivedUs},${kind},${state}`;
  const side = (name: string, levels: BookRecord['bids']) =>
    levels
      .levels(pair.priceDecimals, pair.quantityDecimals)
      .map(({ price, quantity }) => `${head},${name},${price},${quantity}`);
  return [...side('bid', record.bids), ...side('ask', record.asks)];
}
