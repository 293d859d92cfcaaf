import type { Digits } from './digits.js';
import { type Json, type JsonObject, writeJson } from './json.js';
import { timestamp } from './timestamp.js';

/** How long Kraken is busy with a request, milliseconds: the captures show 10 to 85 µs. */
const BUSY_MS = 0.042;

export interface AnswerTo {
  readonly method: string | undefined;
  readonly reqId: Digits | undefined;
  /** When the request came, milliseconds since 1970 UTC. */
  readonly now: number;
}

/** `{"method":…,"req_id":…,"result":…,"success":true,"time_in":…,"time_out":…}`. */
export function successText({ method, reqId, now }: AnswerTo, result: Json | undefined, more: JsonObject = {}): string {
  return writeJson({ method, ...more, req_id: reqId, result, success: true, ...times(now) });
}

/** `{"error":…,"method":…,"req_id":…,"success":false,…}`, with `symbol` where one symbol is refused. */
export function failureText({ method, reqId, now }: AnswerTo, error: string, symbol?: string): string {
  const status = error.startsWith('ESession:') ? 'error' : undefined;
  return writeJson({ error, method, req_id: reqId, status, success: false, symbol, ...times(now) });
}

/** The answer to `ping`, which has neither result nor success. */
export function pongText(reqId: Digits | undefined, now: number): string {
  return writeJson({ method: 'pong', req_id: reqId, ...times(now) });
}

function times(now: number): JsonObject {
  return { time_in: timestamp(now), time_out: timestamp(now + BUSY_MS) };
}
