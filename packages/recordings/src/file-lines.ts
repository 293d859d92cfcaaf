import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createGunzip } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import { ioError } from '@fathom/files';

export interface FileLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its end. */
  readonly text: string;
  /** Whether it has one: the last of a file that was cut does not. */
  readonly isEnded: boolean;
}

/**
 * Lines of a file, packed with gzip when its name ends in `.gz`, with memory for one piece of it.
 * @throws {DataError} when it cannot be read, or is not packed as its name says, or not to its end.
 */
export async function* fileLines(path: string): AsyncGenerator<FileLine, void, undefined> {
  const raw = createReadStream(path);
  // A pipe alone would not carry errors on, nor end what is read from.
  const bytes = path.endsWith('.gz') ? pipeline(raw, createGunzip(), () => {}) : raw;
  const decoder = new StringDecoder('utf8');
  let number = 0;
  let rest = '';
  try {
    for await (const chunk of bytes) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        number += 1;
        yield { number, text: line.endsWith('\r') ? line.slice(0, -1) : line, isEnded: true };
      }
    }
  } catch (error) {
    throw unpackError(error, path);
  }
  rest += decoder.end();
  if (rest !== '') yield { number: number + 1, text: rest, isEnded: false };
}

function unpackError(error: unknown, path: string): unknown {
  const isPacking = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
  if (!isPacking) return ioError(error, `reading ${path}`);
  const problem = error.message === 'unexpected end of file' ? 'it is cut off' : error.message;
  return new DataError(`${path} cannot be unpacked: ${problem}`, { cause: error });
}
