/** A bucket of messages: a burst at once, then so many a second. */
export class MessageRate {
  readonly #perSecond: number;
  readonly #burst: number;
  #left: number;
  #at: number | undefined;

  constructor(perSecond: number, burst: number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#left = burst;
  }

  /** Milliseconds until one more may be sent; 0 for at once. */
  waitMs(now: number): number {
    const passed = Math.max(0, now - (this.#at ?? now));
    this.#left = Math.min(this.#burst, this.#left + (passed * this.#perSecond) / 1000);
    this.#at = now;
    return this.#left >= 1 ? 0 : Math.ceil(((1 - this.#left) * 1000) / this.#perSecond);
  }

  /** One is sent. */
  take(): void {
    this.#left -= 1;
  }
}
