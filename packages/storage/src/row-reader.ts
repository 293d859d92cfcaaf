import { DataError } from '@fathom/contracts';
import { explainRow, type RowShape } from './explain-row.js';
import type { LineBuffer } from './line-buffer.js';

/** Parses rows of one kind into a chunk of columns. */
export interface RowReader<Chunk> {
  readonly shape: RowShape;
  readonly where: string;
  readonly chunk: Chunk;
  /** Rows parsed so far. */
  readonly row: number;
  /** Nothing further is wanted. */
  readonly isDone: boolean;
  /**
   * Parses the whole rows in `bytes[start, limit)` until they end, the chunk is full, nothing further is wanted, or
   * a row is malformed. Returns where it stopped.
   * @throws {DataError} for a well-formed row with wrong values.
   */
  parse(bytes: Buffer, start: number, limit: number): number;
  /** Called when the file ended. */
  finish(): void;
}

/**
 * All chunks of a file, each as full as it gets. The chunk is the reader's own, filled anew when the next is asked for.
 * @throws {DataError} for a file without rows, a malformed row, and what the reader refuses.
 */
export async function* readRows<Chunk extends { length: number; readonly capacity: number }>(
  lines: LineBuffer,
  reader: RowReader<Chunk>,
): AsyncGenerator<Chunk, void, undefined> {
  const { chunk } = reader;
  let hasLines = true;
  while (hasLines && !reader.isDone) {
    parseWindow(lines, reader);
    if (chunk.length === chunk.capacity) {
      yield chunk;
      chunk.length = 0;
    } else if (!reader.isDone) {
      const more = lines.fill();
      hasLines = typeof more === 'boolean' ? more : await more;
    }
  }
  if (!reader.isDone) {
    if (reader.row === 0) throw new DataError(`${reader.where} is empty: it holds no ${reader.shape.what}`);
    reader.finish();
  }
  if (chunk.length > 0) yield chunk;
}

/** Until the window is used up, the chunk is full or the reader has enough. */
function parseWindow(
  lines: LineBuffer,
  reader: RowReader<{ readonly length: number; readonly capacity: number }>,
): void {
  const { chunk } = reader;
  while (lines.start < lines.limit && chunk.length < chunk.capacity && !reader.isDone) {
    const stop = reader.parse(lines.bytes, lines.start, lines.limit);
    if (stop > lines.start) {
      lines.start = stop;
      continue;
    }
    // Not one row further, though there was room: this row is the reason.
    if (!lines.skipBlankEnd(`${reader.where}: row ${reader.row + 1} is blank`)) refuseRow(lines, stop, reader);
  }
}

/** Says why the row at `at` could not be read; `row` rows were read before it. */
export function refuseRow(
  lines: LineBuffer,
  at: number,
  reader: { readonly where: string; readonly row: number; readonly shape: RowShape },
): never {
  const row = reader.row + 1;
  const text = lines.bytes.toString('utf8', at, lines.bytes.indexOf(10, at));
  throw new DataError(`${reader.where}: row ${row} ${explainRow(text, row, reader.shape)}`);
}
