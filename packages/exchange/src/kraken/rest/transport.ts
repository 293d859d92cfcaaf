import { FathomError } from '@fathom/contracts';

/** One HTTP request, complete: nothing is added on the way. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty for a GET. */
  readonly body: string;
  /** The whole answer must be there this many milliseconds after the call. */
  readonly deadlineMs: number;
  /** An answer with more bytes than this is cut off and given up. */
  readonly maxBytes: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * Carries one request and brings back whatever was answered, any status. It repeats nothing and follows nothing.
 * Rejects with a `TransportError` and with nothing else.
 */
export type HttpTransport = (request: HttpRequest) => Promise<HttpResponse>;

/** Why there is no answer. */
export type TransportFailure =
  | 'timeout'
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'reset'
  | 'certificate'
  | 'tls'
  | 'redirect'
  | 'too-large'
  | 'other';

/** These happen before the first byte of a request has left; after any other one the exchange may have acted on it. */
const BEFORE_SENDING: ReadonlySet<TransportFailure> = new Set(['dns', 'refused', 'unreachable', 'certificate']);

/** There was no answer, or none that may be used. The message names the host and never headers or body. */
export class TransportError extends FathomError {
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure, message: string) {
    super('transport', message);
    this.failure = failure;
  }

  /** False only when the request certainly never reached the exchange. */
  get mayHaveArrived(): boolean {
    return !BEFORE_SENDING.has(this.failure);
  }
}
