import { Fields } from './frame-fields.js';
import type { JsonObject } from './json-text.js';

/** What Kraken says to a `subscribe` or `unsubscribe`. */
export interface Answer {
  readonly method: string;
  readonly requestId: number | undefined;
  readonly channel: string | undefined;
  readonly symbol: string | undefined;
  /** Of ohlc, minutes. */
  readonly interval: number | undefined;
  /** Of executions: how far the trading engine's counter of a pair may go, which tells the account's tier. */
  readonly maxRateCount: number | undefined;
  /** Why not; undefined when it was done. */
  readonly error: string | undefined;
}

/** @throws {FrameError} when it is no such answer. */
export function readAnswer(frame: JsonObject): Answer {
  const fields = new Fields(frame);
  const result = fields.has('result') ? fields.fields('result') : undefined;
  return {
    method: fields.text('method'),
    requestId: fields.optionalNumber('req_id'),
    channel: result?.optionalText('channel'),
    // A refusal names the symbol outside.
    symbol: result?.optionalText('symbol') ?? fields.optionalText('symbol'),
    interval: result?.optionalNumber('interval'),
    maxRateCount: result?.optionalNumber('maxratecount'),
    error: fields.flag('success') ? undefined : (fields.optionalText('error') ?? 'refused without a reason'),
  };
}

/** What to do about a refusal. */
export type Refusal =
  /** It will never be served. */
  | 'final'
  /** Not now. */
  | 'later'
  /** The exchange holds such a subscription already. */
  | 'already'
  /** The token is not good any more. */
  | 'token';

/** The texts are not documented as a list; an unknown one is final, so that nobody waits for what never comes. */
export function refusalOf(error: string): Refusal {
  if (/already subscribed/i.test(error)) return 'already';
  if (/token|invalid session/i.test(error)) return 'token';
  if (/rate|too many|busy|unavailable|internal error|time(d )?out|throttl|temporar|maintenance/i.test(error))
    return 'later';
  return 'final';
}
