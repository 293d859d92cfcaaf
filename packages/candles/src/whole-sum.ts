import { numberOf } from './number-of.js';

const LIMB_BITS = 26n;
const LIMB = 2 ** 26;

/**
 * An exact running sum of products of whole numbers ≥ 0. Kept in a double while that is exact, then
 * split over two, and only beyond that carried into a bigint, whose additions cost several times as much.
 * The sum is `#large + #high × 2^26 + #low`.
 */
export class WholeSum {
  #low = 0;
  #high = 0;
  #large = 0n;

  /** Adds factor × units; `factor` is a safe integer ≥ 0. */
  add(factor: number, units: bigint): void {
    const size = numberOf(units);
    // A product or sum too large to be exact is ≥ 2^53 even after rounding, so it never passes the test.
    const next = this.#low + factor * size;
    if (next <= Number.MAX_SAFE_INTEGER) this.#low = next;
    else if (factor < LIMB && size <= Number.MAX_SAFE_INTEGER) this.#addSplit(factor, size);
    else this.#large += BigInt(factor) * units;
  }

  /** Adds a safe integer ≥ 0. */
  addWhole(units: number): void {
    const next = this.#low + units;
    if (next <= Number.MAX_SAFE_INTEGER) this.#low = next;
    else this.#large += BigInt(units);
  }

  /** The sum so far. */
  peek(): bigint {
    return this.#large + (BigInt(this.#high) << LIMB_BITS) + BigInt(this.#low);
  }

  reset(): void {
    this.#low = 0;
    this.#high = 0;
    this.#large = 0n;
  }

  /** factor < 2^26 and size < 2^53: every product and sum below stays under 2^53, so it is exact. */
  #addSplit(factor: number, size: number): void {
    const top = Math.floor(size / LIMB);
    const carry = Math.floor(this.#low / LIMB);
    this.#low += factor * (size - top * LIMB) - carry * LIMB;
    const high = carry + factor * top;
    const next = this.#high + high;
    if (next <= Number.MAX_SAFE_INTEGER) this.#high = next;
    else {
      this.#large += BigInt(this.#high) << LIMB_BITS;
      this.#high = high;
    }
  }
}
