/** What kind of answer an error string of Kraken's is. */
export type ErrorKind =
  /** The order, or the call, was understood and turned down: funds, minimums, limits of the account. */
  | 'refusal'
  /** The call itself is wrong: it will be refused again the same way. */
  | 'bad-request'
  /** The key, its rights, or the account. */
  | 'permission'
  /** Another call with a higher nonce came first. */
  | 'nonce'
  /** Too much asked; `retryInMs` later there is room again. */
  | 'rate-limited'
  /** Kraken is there and takes no such orders for now. */
  | 'maintenance'
  /** Not now; what asks only may ask again in `retryInMs`. */
  | 'retryable'
  /** Nobody knows what it did. */
  | 'ambiguous';

export interface ErrorClass {
  readonly kind: ErrorKind;
  /** The call certainly changed nothing: an order it carried does not exist. */
  readonly isDefinitive: boolean;
  /** How long to wait before the same may be asked again, where waiting helps. */
  readonly retryInMs?: number;
}

const AMBIGUOUS: ErrorClass = { kind: 'ambiguous', isDefinitive: false };
const refusal: ErrorClass = { kind: 'refusal', isDefinitive: true };
const badRequest: ErrorClass = { kind: 'bad-request', isDefinitive: true };
const permission: ErrorClass = { kind: 'permission', isDefinitive: true };
const maintenance: ErrorClass = { kind: 'maintenance', isDefinitive: true, retryInMs: 30_000 };
const rateLimited = (retryInMs: number): ErrorClass => ({ kind: 'rate-limited', isDefinitive: true, retryInMs });
/** Orders have been found after these answers, so they promise nothing about an order. */
const retryable: ErrorClass = { kind: 'retryable', isDefinitive: false, retryInMs: 5000 };

/**
 * Kraken's error strings (docs.kraken.com, "Error details"; counters: "Spot REST rate limits"). A string matches the
 * line it equals, or which it continues after a colon: `EGeneral:Invalid arguments:volume`.
 */
const CLASSES: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>([
  ['EAPI:Invalid key', permission],
  ['EAPI:Invalid signature', permission],
  ['EAPI:Feature disabled', permission],
  ['EAPI:Invalid nonce', { kind: 'nonce', isDefinitive: true, retryInMs: 0 }],
  ['EAPI:Bad request', badRequest],
  ['EAPI:Rate limit exceeded', rateLimited(15_000)],
  ['EAuth:Account temporary disabled', permission],
  ['EAuth:Account unconfirmed', permission],
  ['EAuth:Rate limit exceeded', rateLimited(15_000)],
  ['EAuth:Too many requests', rateLimited(15_000)],
  ['EGeneral:Temporary lockout', rateLimited(900_000)],
  ['EGeneral:Too many requests', rateLimited(15_000)],
  ['EGeneral:Permission denied', permission],
  ['EGeneral:Invalid arguments', badRequest],
  ['EGeneral:Unknown method', badRequest],
  ['EGeneral:Internal error', AMBIGUOUS],
  ['EDatabase:Internal error', AMBIGUOUS],
  ['ESession:Invalid session', permission],
  ['EQuery:Unknown asset', badRequest],
  ['EQuery:Unknown asset pair', badRequest],
  ['EQuery:Invalid asset pair', badRequest],
  ['EOrder:Insufficient funds', refusal],
  ['EOrder:Insufficient margin', refusal],
  ['EOrder:Insufficient initial margin', refusal],
  ['EOrder:Margin allowance exceeded', refusal],
  ['EOrder:Margin level too low', refusal],
  ['EOrder:Margin position size exceeded', refusal],
  ['EOrder:Cannot open position', refusal],
  ['EOrder:Cannot open opposing position', refusal],
  ['EOrder:Trading agreement required', permission],
  ['EOrder:Order minimum not met', refusal],
  ['EOrder:Cost minimum not met', refusal],
  ['EOrder:Tick size check failed', refusal],
  ['EOrder:Invalid price', refusal],
  ['EOrder:Invalid order', refusal],
  ['EOrder:Post only order', refusal],
  ['EOrder:Reduce only', refusal],
  ['EOrder:Unknown order', refusal],
  ['EOrder:Unknown position', refusal],
  ['EOrder:Orders limit exceeded', refusal],
  ['EOrder:Positions limit exceeded', refusal],
  ['EOrder:Scheduled orders limit exceeded', refusal],
  ['EOrder:Rate limit exceeded', rateLimited(5000)],
  ['EOrder:Domain rate limit exceeded', rateLimited(5000)],
  ['EService:Unavailable', retryable],
  ['EService:Busy', retryable],
  ['EService:Timeout', AMBIGUOUS],
  ['EService:Deadline elapsed', { kind: 'refusal', isDefinitive: true, retryInMs: 0 }],
  ['EService:Market in cancel_only mode', maintenance],
  ['EService:Market in post_only mode', maintenance],
  ['EService:Market in limit_only mode', maintenance],
  ['ETrade:Invalid request', badRequest],
  ['ETrade:User Locked', permission],
  ['ETrade:Locked', permission],
  ['EAccount:Invalid permissions', permission],
]);

/**
 * The class of one of Kraken's error strings; an unknown one is ambiguous.
 * @param now by Kraken's clock, milliseconds since 1970 UTC: `EService: Throttled: <unix>` names the second to wait for.
 */
export function classifyError(text: string, now: number): ErrorClass {
  const throttled = /^EService: ?Throttled(?:: ?(\d{1,12}))?$/.exec(text);
  if (throttled) {
    const until = throttled[1] === undefined ? now + 5000 : Number(throttled[1]) * 1000;
    return rateLimited(Math.min(Math.max(until - now, 0), 900_000));
  }
  for (let end = text.length; end > 0; end = text.lastIndexOf(':', end - 1)) {
    const known = CLASSES.get(text.slice(0, end));
    if (known !== undefined) return known;
  }
  return AMBIGUOUS;
}

/** The class of several strings of one answer: only what all of them say is certain. */
export function classifyErrors(errors: readonly string[], now: number): ErrorClass {
  const classes = errors.map((text) => classifyError(text, now));
  return classes.find((each) => !each.isDefinitive) ?? classes[0] ?? AMBIGUOUS;
}
