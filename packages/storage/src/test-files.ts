import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import type { Candle, CandleColumns } from '@fathom/contracts';
import type { ByteSource } from './byte-source.js';

// For tests only.

/** A new folder of its own; the system clears its temporary files. */
export function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'fathom-storage-'));
}

/** Writes a file into a new folder and returns its path. */
export function newFile(name: string, content: string | Uint8Array): string {
  const path = join(newFolder(), name);
  writeFileSync(path, content);
  return path;
}

/** The first 300 hourly rows of Kraken's BTC/USD file. */
export const KRAKEN_ROWS = readFileSync(new URL('../fixtures/XBTUSD_60.csv', import.meta.url), 'utf8');

/** Hands out a text in pieces of `pieceBytes`, at once or as promises. */
export function textSource(bytes: Buffer, pieceBytes = 65_536, isAsync = false): ByteSource {
  let at = 0;
  return {
    bytesTotal: bytes.length,
    get bytesDone() {
      return at;
    },
    read(target, offset, length) {
      const count = bytes.copy(target, offset, at, at + Math.min(length, pieceBytes));
      at += count;
      return isAsync ? Promise.resolve(count) : count;
    },
    close() {},
  };
}

/** All candles of all chunks, copied out. */
export async function allCandles(chunks: AsyncIterable<CandleColumns> | Iterable<CandleColumns>): Promise<Candle[]> {
  const candles: Candle[] = [];
  for await (const chunk of chunks) {
    for (let row = 0; row < chunk.length; row++) {
      candles.push({
        openTime: chunk.openTime[row] ?? Number.NaN,
        open: chunk.open[row] ?? Number.NaN,
        high: chunk.high[row] ?? Number.NaN,
        low: chunk.low[row] ?? Number.NaN,
        close: chunk.close[row] ?? Number.NaN,
        volume: chunk.volume[row] ?? Number.NaN,
        trades: chunk.trades[row] ?? Number.NaN,
      });
    }
  }
  return candles;
}

/** What a plain, slow reading of the same rows gives. */
export function expectedCandles(rows: string): Candle[] {
  const lines = rows.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [time, open, high, low, close, volume, trades] = line.split(',').map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return { openTime: time * 1000, open, high, low, close, volume, trades };
  });
}

export interface ZipMember {
  readonly name: string;
  readonly content: string;
  readonly isStored?: boolean;
  readonly hasWrongChecksum?: boolean;
  /** Sizes and offset in the zip64 field, as in archives beyond 4 GiB. */
  readonly isZip64?: boolean;
}

/** A zip archive, written by the format's own description (PKWARE APPNOTE 4.3). */
export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const content = Buffer.from(member.content);
    const data = member.isStored ? content : deflateRawSync(content);
    const method = member.isStored ? 0 : 8;
    const checksum = (crc32(content) + (member.hasWrongChecksum ? 1 : 0)) >>> 0;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(20, 4);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(checksum, 14);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(content.length, 22);
    local.writeUInt16LE(name.length, 26);
    const extra = Buffer.alloc(member.isZip64 ? 28 : 0);
    if (member.isZip64) {
      extra.writeUInt16LE(1, 0);
      extra.writeUInt16LE(24, 2);
      extra.writeBigUInt64LE(BigInt(content.length), 4);
      extra.writeBigUInt64LE(BigInt(data.length), 12);
      extra.writeBigUInt64LE(BigInt(offset), 20);
    }
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(20, 6);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(checksum, 16);
    central.writeUInt32LE(member.isZip64 ? 0xffffffff : data.length, 20);
    central.writeUInt32LE(member.isZip64 ? 0xffffffff : content.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(member.isZip64 ? 0xffffffff : offset, 42);
    parts.push(local, name, data);
    directory.push(central, name, extra);
    offset += local.length + name.length + data.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}
