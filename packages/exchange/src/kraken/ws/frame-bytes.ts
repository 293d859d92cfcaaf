/** More than a book of a thousand levels has; longer frames are for the reader of all JSON. */
const LONGEST = 256 * 1024;

/**
 * The bytes of the frame that is being scanned, behind it a zero, which is nowhere in JSON. All frames are copied to the
 * same place: that takes less time than asking each buffer for its memory and its length at every byte.
 */
export const BYTES: Buffer = Buffer.alloc(LONGEST + 1);
const WORDS = new DataView(BYTES.buffer, BYTES.byteOffset);
const WORD = 4;

/** Where something else is than what is looked for. */
export const NOT_THIS = -1;

/** Takes a frame. @returns its size; `NOT_THIS` when it is too long. */
export function takeFrame(frame: Buffer): number {
  const size = frame.length;
  if (size > LONGEST) return NOT_THIS;
  BYTES.set(frame);
  BYTES[size] = 0;
  return size;
}

/** A text that is looked for: four bytes at a time, the last of them together with some before. */
export class Literal {
  readonly size: number;
  private readonly starts: Int32Array;
  private readonly words: Int32Array;

  /** @param text four characters of ASCII or more. A zero can only be the last: it stands behind a frame. */
  constructor(text: string) {
    const bytes = Buffer.from(text);
    const starts = Array.from({ length: Math.ceil(text.length / WORD) }, (_, index) =>
      Math.min(index * WORD, text.length - WORD),
    );
    this.size = text.length;
    this.starts = Int32Array.from(starts);
    this.words = Int32Array.from(starts, (start) => bytes.readInt32LE(start));
  }

  /** Where it ends if it begins at `start`; `NOT_THIS` when it does not, or there is no start. */
  past(start: number): number {
    if (start < 0 || start > LONGEST - this.size) return NOT_THIS;
    const { words, starts } = this;
    for (let index = 0; index < words.length; index += 1) {
      if (WORDS.getInt32(start + (starts[index] ?? 0), true) !== words[index]) return NOT_THIS;
    }
    return start + this.size;
  }
}
