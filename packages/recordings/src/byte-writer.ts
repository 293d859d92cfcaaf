const LOW = 2 ** 28;

/** Bytes put one behind the other into a buffer that grows. */
export class ByteWriter {
  bytes: Uint8Array;
  /** How many there are. */
  size = 0;

  constructor(capacity = 65_536) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes; whoever writes says first how many at most. */
  reserve(count: number): void {
    if (this.size + count <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.size + count));
    bytes.set(this.bytes.subarray(0, this.size));
    this.bytes = bytes;
  }

  byte(value: number): void {
    this.bytes[this.size] = value;
    this.size += 1;
  }

  /** An unsigned 32-bit number, little-endian. */
  uint32(value: number): void {
    const { bytes } = this;
    const at = this.size;
    bytes[at] = value;
    bytes[at + 1] = value >>> 8;
    bytes[at + 2] = value >>> 16;
    bytes[at + 3] = value >>> 24;
    this.size = at + 4;
  }

  /** A whole number from 0 to 2^53 − 1, seven bits a byte, the lowest first: at most 8 bytes. */
  varint(value: number): void {
    const { bytes } = this;
    let at = this.size;
    let rest = value;
    if (value >= LOW) {
      const high = Math.floor(value / LOW);
      const low = value - high * LOW;
      bytes[at] = (low & 127) | 128;
      bytes[at + 1] = ((low >>> 7) & 127) | 128;
      bytes[at + 2] = ((low >>> 14) & 127) | 128;
      bytes[at + 3] = (low >>> 21) | 128;
      at += 4;
      rest = high;
    }
    while (rest >= 128) {
      bytes[at] = (rest & 127) | 128;
      at += 1;
      rest >>>= 7;
    }
    bytes[at] = rest;
    this.size = at + 1;
  }

  /** A whole number between −2^52 and 2^52; small ones of either sign are short. */
  signed(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  /** Its length in bytes, then the text. Makes its own room. */
  text(text: string): void {
    const bytes = Buffer.from(text);
    this.reserve(bytes.length + 8);
    this.varint(bytes.length);
    this.bytes.set(bytes, this.size);
    this.size += bytes.length;
  }
}
