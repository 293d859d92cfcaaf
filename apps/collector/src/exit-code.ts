import { DataError, FathomError, UsageError } from '@fathom/contracts';

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

/** The exit code for a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof DataError) return EXIT.data;
  if (error instanceof IdleError) return EXIT.idle;
  if (error instanceof FathomError && (error.code === 'kraken' || error.code === 'transport')) return EXIT.exchange;
  return EXIT.failure;
}
