import { crc32 } from 'node:zlib';

/** A segment begins with this; the last digit is the format's version. */
export const MAGIC = Buffer.from('fbook-02');
/** Without marks; read, not written any more. */
export const OLD_MAGIC = Buffer.from('fbook-01');
/** A frame is the length of its body and the body's CRC-32, 4 bytes each, little-endian, then the body. */
export const FRAME_HEAD = 8;
/** More is written by nobody: what claims to be larger is no frame. */
export const LARGEST_FRAME = 64 * 2 ** 20;

/** The head of a frame around a body. */
export function frameHead(body: Uint8Array): Uint8Array {
  const head = Buffer.alloc(FRAME_HEAD);
  head.writeUInt32LE(body.length, 0);
  head.writeUInt32LE(crc32(body), 4);
  return head;
}

/** Whether `bytes` from `start` to before `end` are the body its head speaks of. */
export function isBody(bytes: Uint8Array, start: number, end: number, crc: number): boolean {
  return crc32(bytes.subarray(start, end)) === crc;
}
