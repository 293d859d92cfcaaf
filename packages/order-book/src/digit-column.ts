import { textOf, valueOf } from './digit-reader.js';

/** Marks a row whose text is kept as it is. */
const AS_TEXT = 255;

/**
 * Texts of digits by row, kept as numbers: a text held for long costs the garbage collector more than a book costs.
 * Nothing is lost, since a text is given back as it came; what a number cannot hold is kept as text.
 */
export class DigitColumn {
  #units: Float64Array;
  #decimals: Uint8Array;
  readonly #texts = new Map<number, string>();

  constructor(capacity: number) {
    this.#units = new Float64Array(capacity);
    this.#decimals = new Uint8Array(capacity);
  }

  /** A text that `units` and `decimals` say exactly. */
  set(row: number, units: number, decimals: number): void {
    if (this.#decimals[row] === AS_TEXT) this.#texts.delete(row);
    this.#units[row] = units;
    this.#decimals[row] = decimals;
  }

  setText(row: number, text: string): void {
    this.#decimals[row] = AS_TEXT;
    this.#texts.set(row, text);
  }

  /** Whether the row was set with just these. */
  is(row: number, units: number, decimals: number): boolean {
    return this.#units[row] === units && this.#decimals[row] === decimals;
  }

  /** All digits of a row that was set with numbers. */
  units(row: number): number {
    return this.#units[row] ?? 0;
  }

  text(row: number): string {
    const decimals = this.#decimals[row] ?? 0;
    return decimals === AS_TEXT ? (this.#texts.get(row) ?? '') : textOf(this.#units[row] ?? 0, decimals);
  }

  value(row: number): number {
    const decimals = this.#decimals[row] ?? 0;
    return decimals === AS_TEXT ? Number(this.#texts.get(row)) : valueOf(this.#units[row] ?? 0, decimals);
  }

  grow(capacity: number): void {
    const units = new Float64Array(capacity);
    units.set(this.#units);
    this.#units = units;
    const decimals = new Uint8Array(capacity);
    decimals.set(this.#decimals);
    this.#decimals = decimals;
  }
}
