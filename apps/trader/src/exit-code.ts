import { EXIT as SHARED, exitCodeOf as sharedExitCodeOf } from '@fathom/terminal';

/** What the process ends with; scripts may rely on these. */
export const EXIT = {
  ...SHARED,
  /** A strategy did not come back, and the watchdog ended the process; to be started again. */
  hung: 5,
  /** What was to be checked does not hold: a bot is not alive, a ledger differs from the exchange's records. */
  check: 6,
} as const;

/** By an error's `code`. */
export const EXITS: ReadonlyMap<unknown, number> = new Map([
  ['check-failed', EXIT.check],
  ['strategy-hung', EXIT.hung],
]);

/** The exit code for a failure. */
export function exitCodeOf(error: unknown): number {
  return sharedExitCodeOf(error, EXITS);
}
