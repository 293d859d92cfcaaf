import type { Readable } from 'node:stream';
import { DataError } from '@fathom/contracts';
import type { ByteSource } from './byte-source.js';

export interface StreamSourceOptions {
  readonly stream: Readable;
  readonly bytesTotal: number;
  readonly bytesDone: () => number;
  readonly member?: string;
  /** Sees every piece, in order. */
  readonly onPiece?: (piece: Buffer) => void;
  /** May refuse the whole at its end. */
  readonly onEnd?: () => void;
  /** What is said before the stream's own error. */
  readonly complaint: string;
}

/** A source over a stream, read at the reader's pace, so in constant memory. */
export function streamSource(options: StreamSourceOptions): ByteSource {
  const pieces: AsyncIterator<Buffer> = options.stream[Symbol.asyncIterator]();
  let piece: Buffer = Buffer.alloc(0);
  return {
    bytesTotal: options.bytesTotal,
    get bytesDone() {
      return options.bytesDone();
    },
    member: options.member,
    async read(target, offset, length) {
      while (piece.length === 0) {
        const next = await pieces.next().catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          throw new DataError(`${options.complaint}: ${reason.replace(/\s+/g, ' ')}`, { cause: error });
        });
        if (next.done === true) {
          options.onEnd?.();
          return 0;
        }
        piece = next.value;
        options.onPiece?.(piece);
      }
      const count = piece.copy(target, offset, 0, length);
      piece = piece.subarray(count);
      return count;
    },
    close() {
      options.stream.destroy();
    },
  };
}
