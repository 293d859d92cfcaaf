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

const exits: ReadonlyMap<unknown, number> = new Map([
  ['usage', EXIT.usage],
  ['data', EXIT.data],
  ['check-failed', EXIT.check],
  ['strategy-hung', EXIT.hung],
  ['kraken', EXIT.exchange],
  ['transport', EXIT.exchange],
]);

/**
 * The exit code for a failure. It goes by the error's `code`, not its class: what is loaded late (the dashboard, a
 * strategy file) throws errors of its own copy of `@fathom/contracts`.
 */
export function exitCodeOf(error: unknown): number {
  return (error instanceof Error && 'code' in error ? exits.get(error.code) : undefined) ?? EXIT.failure;
}
