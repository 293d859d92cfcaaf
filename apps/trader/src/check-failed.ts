import { FathomError } from '@fathom/contracts';

/** What was to be checked does not hold. What exactly was said already; the message is the sum of it. */
export class CheckFailed extends FathomError {
  constructor(message: string) {
    super('check-failed', message);
  }
}
