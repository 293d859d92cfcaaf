const BEYOND_64_BITS = 1n << 64n;

/**
 * The nonces of one key: unsigned 64-bit, each above the highest before it. A window, which Kraken offers per key,
 * also takes one that is lower by less than the window, once (docs.kraken.com, REST, "Nonce and 2FA").
 */
export class Nonces {
  readonly #window: bigint;
  #highest = -1n;
  #used: bigint[] = [];

  constructor(window = 0) {
    this.#window = BigInt(window);
  }

  /** Whether the call may go on; if so the nonce is used up. */
  take(text: string | undefined): boolean {
    if (text === undefined || !/^\d{1,20}$/.test(text)) return false;
    const nonce = BigInt(text);
    if (nonce >= BEYOND_64_BITS || this.#used.includes(nonce) || nonce === this.#highest) return false;
    if (nonce < this.#highest && nonce <= this.#highest - this.#window) return false;
    if (nonce > this.#highest) this.#highest = nonce;
    if (this.#window > 0n) {
      this.#used = [...this.#used, nonce].filter((used) => used > this.#highest - this.#window);
    }
    return true;
  }
}
