/** What each of our programs ends with; scripts and supervisors may rely on these. Some have codes of their own besides. */
export const EXIT = {
  ok: 0,
  /** A defect of ours: please report it. */
  failure: 1,
  /** The command line or a configuration asks for what is not possible. */
  usage: 2,
  /** Data could not be read, is wrong, or could not be written: a full disk. */
  data: 3,
  /** Kraken could not be reached, or refused. */
  exchange: 4,
} as const;

const SHARED: ReadonlyMap<unknown, number> = new Map([
  ['usage', EXIT.usage],
  ['data', EXIT.data],
  ['kraken', EXIT.exchange],
  ['transport', EXIT.exchange],
]);
const NONE: ReadonlyMap<unknown, number> = new Map();

/**
 * The exit code for a failure. It goes by the error's `code`, not its class: what is loaded late (a dashboard, a strategy
 * file) throws errors of its own copy of `@fathom/contracts`.
 * @param own codes of errors that only this program has
 */
export function exitCodeOf(error: unknown, own: ReadonlyMap<unknown, number> = NONE): number {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return own.get(code) ?? SHARED.get(code) ?? EXIT.failure;
}
