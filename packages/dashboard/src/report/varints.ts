/** Whole numbers up to 2^52 in size, small ones in one byte: seven bits a byte, sign in the lowest. */
export class ByteWriter {
  private buffer: Uint8Array;
  private length = 0;

  /** @param expected bytes to begin with; it grows. */
  constructor(expected: number) {
    this.buffer = new Uint8Array(Math.max(64, expected));
  }

  signed(value: number): void {
    let rest = value < 0 ? -2 * value - 1 : 2 * value;
    if (this.length + 8 > this.buffer.length) this.grow();
    // Beyond 32 bits the operators that work on bits do not reach.
    while (rest >= 128) {
      this.buffer[this.length] = (rest % 128) + 128;
      this.length += 1;
      rest = Math.floor(rest / 128);
    }
    this.buffer[this.length] = rest;
    this.length += 1;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private grow(): void {
    const larger = new Uint8Array(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
  }
}

/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  private readonly buffer: Uint8Array;
  private at = 0;

  constructor(buffer: Uint8Array) {
    this.buffer = buffer;
  }

  /** @throws {RangeError} when nothing is left. */
  signed(): number {
    let value = 0;
    let place = 1;
    for (;;) {
      const byte = this.buffer[this.at];
      if (byte === undefined) throw new RangeError(`no number at byte ${this.at}`);
      this.at += 1;
      value += (byte % 128) * place;
      if (byte < 128) break;
      place *= 128;
    }
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
