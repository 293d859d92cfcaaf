import { type Part, pairOf } from '../catalogue/part.js';
import { type BookRowSink, RowsToBooks } from './rows-to-books.js';
import { type Duck, duckAttempt, quoted } from './duck.js';
import { Ballast } from './ballast.js';
import { checkCount } from './check-count.js';
import { ChunkMemory } from './vector-memory.js';

export interface BookRows {
  /** Only messages of a higher sequence. */
  readonly afterSequence?: number;
  /** Whether proofs are wanted. */
  readonly hasProofs?: boolean;
}

/**
 * Reads a part's books, a few thousand rows in memory at a time. Yields the sequence of the last message it is about to
 * tell, then tells.
 * @throws {DataError} when the file cannot be read or is not what the catalogue says.
 */
export async function* readBookPart(
  duck: Duck,
  path: string,
  part: Part,
  { afterSequence, hasProofs = false }: BookRows,
  sink: BookRowSink,
): AsyncGenerator<number, void, undefined> {
  const hasTexts = part.textRows > 0;
  const hasChecksums = part.suspect + part.unverifiable > 0;
  // Doubles are exact below 2^53. Nothing is missing in them: what is not there is −1, or 0 where digits stand as text.
  const columns = ['sequence', 'exchange_us', 'received_us'].map((name) => `CAST(${name} AS DOUBLE)`);
  for (const name of ['price', 'quantity']) {
    columns.push(hasTexts ? `COALESCE(CAST(${name} AS DOUBLE), 0)` : `CAST(${name} AS DOUBLE)`);
  }
  columns.push('CAST(flags AS UTINYINT)');
  const added = (isWanted: boolean, ...wanted: string[]): number =>
    isWanted ? columns.push(...wanted) - wanted.length : -1;
  const checksumAt = added(hasChecksums, 'COALESCE(CAST(checksum AS DOUBLE), -1)');
  const proofAt = added(hasProofs, 'COALESCE(CAST(proof AS DOUBLE), -1)');
  const textsAt = added(hasTexts, 'price_text', 'quantity_text');
  const where = afterSequence === undefined ? '' : ` WHERE sequence > ${afterSequence}`;
  const sql = `SELECT ${columns.join(', ')} FROM read_parquet(${quoted(path)}, hive_partitioning = false)${where}`;
  const doing = `reading ${path}`;
  const connection = await duck.connect();
  try {
    const result = await duckAttempt(doing, () => connection.stream(sql));
    const books = new RowsToBooks(path, pairOf(part), sink);
    const ballast = new Ballast();
    for (;;) {
      const chunk = await duckAttempt(doing, () => result.fetchChunk());
      if (chunk === null) break;
      const memory = new ChunkMemory(chunk);
      if (memory.rows === 0) break;
      ballast.drop();
      const sequences = memory.doubles(0);
      yield sequences[sequences.length - 1] ?? 0;
      books.take({
        chunk,
        sequences,
        exchangeUs: memory.doubles(1),
        receivedUs: memory.doubles(2),
        prices: memory.doubles(3),
        quantities: memory.doubles(4),
        flags: memory.bytes(5),
        checksums: checksumAt < 0 ? undefined : memory.doubles(checksumAt),
        proofs: proofAt < 0 ? undefined : memory.doubles(proofAt),
        texts: textsAt < 0 ? undefined : [chunk.getColumnVector(textsAt), chunk.getColumnVector(textsAt + 1)],
      });
    }
    books.end();
    // Of what was asked for, only the whole has a known count.
    if ((afterSequence ?? -1) < part.firstSequence) checkCount(path, part, books.messages);
  } finally {
    connection.closeSync();
  }
}
