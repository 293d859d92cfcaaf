import { DataError } from '@fathom/contracts';

/** Reads what a `ByteWriter` wrote. Everything throws a `DataError` at the end of the bytes. */
export class ByteReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;
  private end = 0;

  /** Begins at `start`; what lies from `end` on is not there. */
  over(bytes: Uint8Array, start = 0, end = bytes.length): this {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    return this;
  }

  /** How many bytes are left. */
  get left(): number {
    return this.end - this.at;
  }

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  byte(): number {
    if (this.at >= this.end) throw tooShort();
    const value = this.bytes[this.at] ?? 0;
    this.at += 1;
    return value;
  }

  uint32(): number {
    const { bytes, at } = this;
    if (at + 4 > this.end) throw tooShort();
    this.at = at + 4;
    return (
      ((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16) | ((bytes[at + 3] ?? 0) << 24)) >>>
      0
    );
  }

  varint(): number {
    const { bytes, end } = this;
    let { at } = this;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= end) throw tooShort();
      const byte = bytes[at] ?? 0;
      at += 1;
      low |= (byte & 127) << shift;
      if (byte < 128) {
        this.at = at;
        return low;
      }
    }
    let high = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      if (at >= end) throw tooShort();
      const byte = bytes[at] ?? 0;
      at += 1;
      high |= (byte & 127) << shift;
      if (byte < 128) {
        this.at = at;
        if (high >= 2 ** 25) break;
        return high * 2 ** 28 + low;
      }
    }
    throw new DataError('a stored number is larger than any that is written');
  }

  signed(): number {
    const value = this.varint();
    const half = value < 2 ** 31 ? value >>> 1 : Math.floor(value / 2);
    return (value & 1) === 1 ? -half - 1 : half;
  }

  text(): string {
    const size = this.varint();
    const { at } = this;
    if (at + size > this.end) throw tooShort();
    this.at = at + size;
    return Buffer.from(this.bytes.buffer, this.bytes.byteOffset + at, size).toString();
  }
}

function tooShort(): DataError {
  return new DataError('a stored record ends in the middle');
}
