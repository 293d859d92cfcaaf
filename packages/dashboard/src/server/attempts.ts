import type { Clock } from '@fathom/contracts';

const WINDOW_MS = 60_000;
const MOST_OF_ONE = 5;
const MOST_OF_ALL = 30;

/** Failed log-ins within the last minute: five of one address and thirty of all are enough. */
export class Attempts {
  private readonly clock: Clock;
  private failures: { readonly address: string; readonly time: number }[] = [];

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Whether the address has to wait before it may try again. */
  isBlocked(address: string): boolean {
    const since = this.clock.now() - WINDOW_MS;
    this.failures = this.failures.filter(({ time }) => time > since);
    const own = this.failures.filter((one) => one.address === address).length;
    return own >= MOST_OF_ONE || this.failures.length >= MOST_OF_ALL;
  }

  /** Kept only while it is not blocked, so the list is bounded. */
  failed(address: string): void {
    this.failures.push({ address, time: this.clock.now() });
  }
}
