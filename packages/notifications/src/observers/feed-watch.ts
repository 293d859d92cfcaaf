import type { MarketDataEvent } from '@fathom/contracts';

/** How old market data is, and how long it took to arrive. */
export class FeedWatch {
  #heardAt: number | undefined;
  #longestMs: number | undefined;
  #hasConnected = false;

  heard(event: MarketDataEvent): void {
    const { time, receivedAt } = event;
    this.#heardAt = receivedAt;
    // What a snapshot holds happened before anybody asked.
    const isOld = event.type === 'book-snapshot' || ('isSnapshot' in event && event.isSnapshot);
    if (!isOld) this.#longestMs = Math.max(this.#longestMs ?? Number.NEGATIVE_INFINITY, receivedAt - time);
  }

  /** @returns whether it was connected before. */
  connected(): boolean {
    const isAgain = this.#hasConnected;
    this.#hasConnected = true;
    return isAgain;
  }

  /** Milliseconds since the last data, and the longest way since the last sample; undefined where there was none. */
  sample(now: number): { readonly ageMs: number | undefined; readonly lagMs: number | undefined } {
    const lagMs = this.#longestMs;
    this.#longestMs = undefined;
    return { ageMs: this.#heardAt === undefined ? undefined : now - this.#heardAt, lagMs };
  }
}
