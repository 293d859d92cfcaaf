import { FathomError } from '@fathom/contracts';

/** All the time there was, Kraken could not be reached, and nothing is recorded; the message says why. */
export class UnreachedError extends FathomError {
  constructor(message: string) {
    super('transport', message);
  }
}
