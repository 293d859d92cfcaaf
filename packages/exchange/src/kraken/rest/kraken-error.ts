import { FathomError } from '@fathom/contracts';
import type { ErrorClass } from './error-class.js';

/** A call that brought no result. `class` says what may be done about it; the message is one line without secrets. */
export class KrakenError extends FathomError {
  /** `Balance`, `AddOrder`, … */
  readonly call: string;
  /** Kraken's own strings or the reason there are none: `EGeneral:Permission denied`. */
  readonly reason: string;
  readonly class: ErrorClass;

  constructor(call: string, reason: string, errorClass: ErrorClass, options?: ErrorOptions) {
    super('kraken', `${call}: ${reason}`, options);
    this.call = call;
    this.reason = reason;
    this.class = errorClass;
  }
}
