import { FathomError } from '@fathom/contracts';

/** What the process ends with; scripts and supervisors may rely on these. */
export const EXIT = {
  ok: 0,
  /** A defect of ours: please report it. */
  failure: 1,
  /** The command line asks for what is not possible; another collector is at work. */
  usage: 2,
  /** Data could not be read, is wrong, or could not be written: a full disk. */
  data: 3,
  /** Kraken could not be reached, or refused everything. */
  exchange: 4,
  /** `status` only: nobody is collecting. */
  idle: 5,
} as const;

/** Nothing is being collected; the message says since when. */
export class IdleError extends FathomError {
  constructor(message: string) {
    super('idle', message);
  }
}

const exits: ReadonlyMap<unknown, number> = new Map([
  ['usage', EXIT.usage],
  ['data', EXIT.data],
  ['idle', EXIT.idle],
  ['kraken', EXIT.exchange],
  ['transport', EXIT.exchange],
]);

/**
 * The exit code for a failure. It goes by the error's `code`, not its class: what is loaded late (the dashboard) throws
 * errors of its own copy of `@fathom/contracts`.
 */
export function exitCodeOf(error: unknown): number {
  return (error instanceof Error && 'code' in error ? exits.get(error.code) : undefined) ?? EXIT.failure;
}
