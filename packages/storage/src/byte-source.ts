/** Bytes in order, from wherever. */
export interface ByteSource {
  /** Bytes of the file (as stored, so compressed ones) used up, of how many; 0 of 0 when nobody knows. */
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** The member's name, for a zip. */
  readonly member?: string | undefined;
  /** Puts at most `length` bytes at `offset`; 0 is the end. */
  read(target: Buffer, offset: number, length: number): number | Promise<number>;
  close(): void;
}
