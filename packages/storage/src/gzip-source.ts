import { createGunzip } from 'node:zlib';
import type { ByteSource } from './byte-source.js';
import { fileStream, PIECE } from './file-stream.js';
import { streamSource } from './stream-source.js';

/** What is inside a gzip file; takes the descriptor over. zlib checks the length and the CRC-32. */
export function gzipSource(descriptor: number, name: string, bytesTotal: number): ByteSource {
  const { stream, bytesRead } = fileStream(descriptor, { start: 0, decoder: createGunzip({ chunkSize: PIECE }) });
  return streamSource({ stream, bytesTotal, bytesDone: bytesRead, complaint: `${name} is not a complete gzip file` });
}
