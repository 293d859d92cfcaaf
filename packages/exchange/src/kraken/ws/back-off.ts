import type { Random } from '@fathom/contracts';

export interface BackOffOptions {
  /** The first wait, milliseconds. */
  readonly firstMs: number;
  /** The longest wait, milliseconds. */
  readonly longestMs: number;
}

/**
 * The `attempt`-th wait (0 the first), doubling each time. Between half of it and all: thousands of clients that lost
 * their connection in the same instant must not come back in the same instant.
 */
export function backOffMs({ firstMs, longestMs }: BackOffOptions, attempt: number, random: Random): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(attempt, 30));
  return full * (0.5 + random.next() / 2);
}
