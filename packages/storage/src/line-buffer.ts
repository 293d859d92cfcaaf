import { DataError } from '@fathom/contracts';
import type { ByteSource } from './byte-source.js';

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** What one read asks for; large enough that the reads cost nothing, small enough for a processor's cache. */
const CAPACITY = 256 * 1024;

export type OnProgress = (bytesDone: number, bytesTotal: number) => void;

export interface LineBufferOptions {
  readonly where: string;
  readonly capacity?: number | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/**
 * A window of whole lines onto a source: `bytes[start, limit)` begins at a line and ends with a newline.
 * The reader moves `start`; `fill` keeps what is left and reads on. A byte order mark is dropped, a last line
 * without a newline gets one.
 */
export class LineBuffer {
  readonly bytes: Buffer;
  start = 0;
  limit = 0;
  readonly #source: ByteSource;
  readonly #where: string;
  readonly #capacity: number;
  readonly #onProgress: OnProgress | undefined;
  #filled = 0;
  #hasStarted = false;
  #hasEnded = false;
  #blankComplaint: string | undefined;

  constructor(source: ByteSource, options: LineBufferOptions) {
    this.#source = source;
    this.#where = options.where;
    this.#capacity = options.capacity ?? CAPACITY;
    this.#onProgress = options.onProgress;
    this.bytes = Buffer.allocUnsafeSlow(this.#capacity + 1);
  }

  /**
   * Reads until the window is full or the source ends; false when there was nothing more to read.
   * Answers at once when the source does, so a plain file is read without a promise.
   * @throws {DataError} for a line longer than the window.
   */
  fill(): boolean | Promise<boolean> {
    if (this.#hasEnded) return false;
    this.bytes.copyWithin(0, this.start, this.#filled);
    this.#filled -= this.start;
    this.start = 0;
    return this.#read();
  }

  /**
   * Steps over the rest of the window when there are only line ends in it; false when there is more.
   * Should other lines follow after all, the next fill throws `complaint`.
   */
  skipBlankEnd(complaint: string): boolean {
    if (!this.isBlankFrom(this.start)) return false;
    this.start = this.limit;
    this.#blankComplaint = complaint;
    return true;
  }

  /** Whether only line ends are left in the window. */
  isBlankFrom(at: number): boolean {
    return this.bytes.subarray(at, this.limit).every((byte) => byte === NEWLINE || byte === CARRIAGE_RETURN);
  }

  #read(): boolean | Promise<boolean> {
    while (this.#filled < this.#capacity && !this.#hasEnded) {
      const read = this.#source.read(this.bytes, this.#filled, this.#capacity - this.#filled);
      if (typeof read !== 'number') {
        return read.then((count) => {
          this.#take(count);
          return this.#read();
        });
      }
      this.#take(read);
    }
    return this.#frame();
  }

  #take(count: number): void {
    this.#filled += count;
    this.#hasEnded = count === 0;
  }

  #frame(): boolean {
    const { bytes } = this;
    if (!this.#hasStarted && this.#filled >= 3 && bytes.readUIntBE(0, 3) === 0xefbbbf) this.start = 3;
    this.#hasStarted = true;
    const needsNewline = this.#hasEnded && this.#filled > this.start && bytes[this.#filled - 1] !== NEWLINE;
    if (needsNewline) bytes[this.#filled++] = NEWLINE;
    this.limit = bytes.subarray(0, this.#filled).lastIndexOf(NEWLINE) + 1;
    if (this.limit === 0) this.limit = this.start;
    if (this.limit === this.start && this.#filled >= this.#capacity) {
      throw new DataError(
        `${this.#where} has a line of more than ${this.#capacity} bytes: it is no CSV of candles or trades`,
      );
    }
    if (this.#blankComplaint !== undefined && !this.isBlankFrom(this.start)) throw new DataError(this.#blankComplaint);
    this.#onProgress?.(this.#source.bytesDone, this.#source.bytesTotal);
    return true;
  }
}
