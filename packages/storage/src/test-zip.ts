import { crc32, deflateRawSync } from 'node:zlib';

// For tests only.

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
