import { type Scheduler, FathomError } from '@fathom/contracts';
import { KrakenError } from './kraken-error.js';

export interface AskingAgainOptions {
  readonly scheduler: Scheduler;
  /** How often in all; default 6. */
  readonly attempts?: number;
  /** Told each time before it waits. */
  readonly onWait?: (reason: string, waitMs: number) => void;
  /** Nobody wants the answer any more: what was thrown last is thrown, without waiting. */
  readonly signal?: AbortSignal;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Asks again what only asks, for as long as it may help: no network, a busy Kraken, a limit. Waits 1, 2, 4 … 60 s, or as
 * long as Kraken said. Never for anything that changes orders.
 * @throws what `ask` threw, at once where asking again is of no use, else after the last attempt.
 */
export async function askingAgain<T>(ask: () => Promise<T>, options: AskingAgainOptions): Promise<T> {
  const { scheduler, attempts = 6, onWait, signal } = options;
  const isUnwanted = () => signal?.aborted === true;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const wait = waitAfter(error, attempt);
      if (attempt >= attempts || wait === undefined || isUnwanted()) throw error;
      onWait?.(error instanceof FathomError ? error.message : 'failed', wait);
      await pause(scheduler, wait, signal);
      if (isUnwanted()) throw error;
    }
  }
}

function pause(scheduler: Scheduler, ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const cancel = scheduler.after(ms, () => {
      signal?.removeEventListener('abort', stop);
      resolve();
    });
    function stop(): void {
      cancel();
      resolve();
    }
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function waitAfter(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof KrakenError)) return undefined;
  const { kind, retryInMs } = error.class;
  const backOff = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), LONGEST_WAIT_MS);
  if (kind === 'retryable' || kind === 'ambiguous') return backOff;
  return kind === 'rate-limited' || kind === 'maintenance' ? Math.max(backOff, retryInMs ?? 0) : undefined;
}
