import { basename } from 'node:path';
import { crc32, createInflateRaw } from 'node:zlib';
import { DataError } from '@fathom/contracts';
import type { Entry, ZipFile } from 'yauzl';
import type { ByteSource } from './byte-source.js';
import { fileStream, PIECE } from './file-stream.js';
import { showName } from './show-name.js';
import { MemberError } from './member-error.js';
import { streamSource } from './stream-source.js';

/** So many names an error lists. */
const SHOWN_NAMES = 5;

const STORED = 0;
const DEFLATED = 8;

/**
 * One member of a zip archive (zip64 too); takes the descriptor over once it returns.
 * @throws {DataError} when the archive is cut or broken, or the member is not there.
 */
export async function zipSource(descriptor: number, name: string, members: readonly string[]): Promise<ByteSource> {
  // Here, so that no bundler draws it to the front of the package.
  const { fromFdPromise } = await import('yauzl');
  try {
    const zip = await fromFdPromise(descriptor, { autoClose: false, lazyEntries: true });
    const entry = await pickMember(zip, name, members);
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    return memberSource(descriptor, entry, fileDataStart, name);
  } catch (error) {
    if (error instanceof DataError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataError(`${name} is not a complete zip archive: ${reason}`, { cause: error });
  }
}

/** The first of `members` that is there, by its whole path or its last part; the only CSV when none is named. */
async function pickMember(zip: ZipFile, name: string, members: readonly string[]): Promise<Entry> {
  const wanted = members.map(() => [] as Entry[]);
  const shown: string[] = [];
  let only: Entry | undefined;
  let count = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName } = entry;
    // Folders, and the shadow files macOS puts beside real ones.
    if (fileName.endsWith('/') || fileName.startsWith('__MACOSX/')) continue;
    for (const [index, member] of members.entries()) {
      if (fileName === member || basename(fileName) === member) wanted[index]?.push(entry);
    }
    if (!/\.csv$/i.test(fileName)) continue;
    count++;
    only = entry;
    if (shown.length < SHOWN_NAMES) shown.push(showName(fileName));
  }
  const listed = `${shown.join(', ')}${count > shown.length ? ` and ${count - shown.length} more` : ''}`;
  for (const [index, member] of members.entries()) {
    const found = wanted[index] ?? [];
    const entry = found.find((candidate) => candidate.fileName === member) ?? found[0];
    if (entry === undefined) continue;
    if (found.length > 1 && entry.fileName !== member) {
      const paths = found.slice(0, SHOWN_NAMES).map((candidate) => showName(candidate.fileName));
      throw new DataError(`${name} holds ${found.length} members named ${member}: ${paths.join(', ')}`);
    }
    return entry;
  }
  if (count === 0) throw new DataError(`${name} holds no CSV file`);
  if (members.length > 0) throw new MemberError(`${name} holds no ${members.join(' or ')}, but ${listed}`);
  if (only === undefined || count > 1) throw new MemberError(`${name} holds ${count} CSV files, name one: ${listed}`);
  return only;
}

function memberSource(descriptor: number, entry: Entry, start: number, name: string): ByteSource {
  const { compressedSize, compressionMethod, uncompressedSize } = entry;
  const where = `${name} (${showName(entry.fileName)})`;
  if (entry.isEncrypted()) throw new DataError(`${where} is encrypted`);
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
    throw new DataError(`${where} is compressed in a way that cannot be read (method ${compressionMethod})`);
  }
  if (compressedSize === 0 || uncompressedSize === 0) throw new DataError(`${where} is empty`);
  const end = start + compressedSize - 1;
  const { stream, bytesRead } = fileStream(
    descriptor,
    compressionMethod === STORED ? { start, end } : { start, end, decoder: createInflateRaw({ chunkSize: PIECE }) },
  );
  let size = 0;
  let checksum = 0;
  return streamSource({
    stream,
    bytesTotal: compressedSize,
    bytesDone: bytesRead,
    member: entry.fileName,
    complaint: `${where} is damaged`,
    onPiece(piece) {
      size += piece.length;
      checksum = crc32(piece, checksum);
    },
    onEnd() {
      if (size !== uncompressedSize)
        throw new DataError(`${where} is damaged: ${size} bytes instead of ${uncompressedSize}`);
      if (checksum !== entry.crc32) throw new DataError(`${where} is damaged: its checksum is wrong`);
    },
  });
}
