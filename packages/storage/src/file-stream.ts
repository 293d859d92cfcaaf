import { createReadStream } from 'node:fs';
import { pipeline, type Readable, type Transform } from 'node:stream';

/** What one read or one step of decompression yields. */
export const PIECE = 256 * 1024;

export interface FileStreamOptions {
  readonly start: number;
  /** The last byte wanted. */
  readonly end?: number;
  readonly decoder?: Transform;
}

/** A stretch of an open file, decoded; closes the descriptor when it ends, fails or is destroyed. */
export function fileStream(
  descriptor: number,
  options: FileStreamOptions,
): { readonly stream: Readable; readonly bytesRead: () => number } {
  const { start, end = Number.POSITIVE_INFINITY, decoder } = options;
  const file = createReadStream('', { fd: descriptor, start, end, highWaterMark: PIECE });
  // Whoever iterates the decoder is told of errors; the callback only keeps them from being thrown twice.
  const stream = decoder ? pipeline(file, decoder, () => {}) : file;
  return { stream, bytesRead: () => file.bytesRead };
}
