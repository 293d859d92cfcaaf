import { DataError, FathomError, UsageError } from '@fathom/contracts';
import { CheckFailed } from './check-failed.js';

/** What the process ends with; scripts may rely on these. */
export const EXIT = {
  ok: 0,
  /** A defect of ours: please report it. */
  failure: 1,
  /** The command line or a configuration asks for what is not possible. */
  usage: 2,
  /** Data could not be read, is wrong, or could not be written. */
  data: 3,
  /** Kraken could not be reached, or refused. */
  exchange: 4,
  /** A strategy did not come back, and the watchdog ended the process; to be started again. */
  hung: 5,
  /** What was to be checked does not hold: a bot is not alive, a ledger differs from the exchange's records. */
  check: 6,
} as const;

/** The exit code for a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof DataError) return EXIT.data;
  if (error instanceof CheckFailed) return EXIT.check;
  if (error instanceof FathomError && error.code === 'strategy-hung') return EXIT.hung;
  if (error instanceof FathomError && (error.code === 'kraken' || error.code === 'transport')) return EXIT.exchange;
  return EXIT.failure;
}
