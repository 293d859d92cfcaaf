import { FathomError } from '@fathom/contracts';
import { EXIT as SHARED } from '@fathom/terminal';

/** What the process ends with; scripts and supervisors may rely on these. */
export const EXIT = {
  ...SHARED,
  /** `status` only: nobody is collecting. */
  idle: 5,
} as const;

/** Nothing is being collected; the message says since when. */
export class IdleError extends FathomError {
  constructor(message: string) {
    super('idle', message);
  }
}

/** By an error's `code`. */
export const EXITS: ReadonlyMap<unknown, number> = new Map([['idle', EXIT.idle]]);
