import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { DataError } from '@fathom/contracts';
import type { ByteSource } from './byte-source.js';
import { ioError } from '@fathom/files';
import { showName } from './show-name.js';

/**
 * Opens a plain, gzip or zip file, known by its first bytes, or a pipe with plain text.
 * `members` are the names to look for in a zip, the first one found is taken; none: its only CSV.
 * @throws {DataError} when it cannot be read, is a directory, or is not what its name says.
 */
export async function openBytes(path: string, members: readonly string[]): Promise<ByteSource> {
  const name = showName(path);
  let descriptor: number;
  let stats: Stats;
  try {
    descriptor = openSync(path, 'r');
    stats = fstatSync(descriptor);
  } catch (error) {
    throw ioError(error, `reading ${name}`);
  }
  try {
    if (stats.isDirectory()) throw new DataError(`${name} is a directory, not a file`);
    if (!stats.isFile()) return plainSource(descriptor, name, 0);
    if (stats.size === 0) throw new DataError(`${name} is empty`);
    const magic = Buffer.alloc(4);
    readSync(descriptor, magic, 0, 4, 0);
    if (magic.readUInt16BE(0) === 0x1f8b) {
      const { gzipSource } = await import('./gzip-source.js');
      return gzipSource(descriptor, name, stats.size);
    }
    if (magic.toString('latin1', 0, 2) === 'PK') {
      const { zipSource } = await import('./zip-source.js');
      return await zipSource(descriptor, name, members);
    }
    if (/\.gz$/i.test(path)) throw new DataError(`${name} is not a gzip file`);
    if (/\.zip$/i.test(path)) throw new DataError(`${name} is not a zip archive`);
    return plainSource(descriptor, name, stats.size);
  } catch (error) {
    closeSync(descriptor);
    throw ioError(error, `reading ${name}`);
  }
}

/** Synchronous reads: a large sequential file comes from the page cache, and a stream costs more than the reading. */
function plainSource(descriptor: number, name: string, bytesTotal: number): ByteSource {
  let bytesDone = 0;
  return {
    bytesTotal,
    get bytesDone() {
      return bytesDone;
    },
    read(target, offset, length) {
      try {
        const count = readSync(descriptor, target, offset, length, null);
        bytesDone += count;
        return count;
      } catch (error) {
        throw ioError(error, `reading ${name}`);
      }
    },
    close() {
      closeSync(descriptor);
    },
  };
}
