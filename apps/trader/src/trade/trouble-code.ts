import { FathomError } from '@fathom/contracts';
import { isOutOfReach } from '../kraken.js';

/** A failure's code for whoever counts them: `transport` where there was no answer at all, else the error's own. */
export function troubleCode(error: unknown): string {
  if (isOutOfReach(error)) return 'transport';
  return error instanceof FathomError ? error.code : 'other';
}
