import { Digits } from './digits.js';
import { isObject, type JsonObject, readJson } from './json.js';

/** A frame of a client's that is a request. */
export interface Request {
  readonly method: string;
  readonly params: JsonObject;
  /** Repeated in every answer. */
  readonly reqId: Digits | undefined;
}

/** What is wrong with a frame, as Kraken says it. */
export interface BadRequest {
  readonly error: string;
  readonly method?: string;
  readonly reqId?: Digits | undefined;
}

/** Reads a client's frame. */
export function readRequest(text: string): Request | BadRequest {
  const frame = readJson(text);
  if (!isObject(frame)) return { error: 'Malformed request' };
  const { method, params = {}, req_id: id } = frame;
  const reqId = id instanceof Digits ? id : undefined;
  if (typeof method !== 'string') return { error: 'Method(s) not found', reqId };
  if (id !== undefined && !(id instanceof Digits)) {
    return { error: 'Req_id field must be a number_unsigned', method };
  }
  const allowed = method === 'ping' ? ['method', 'req_id'] : ['method', 'params', 'req_id'];
  const extra = Object.keys(frame).find((name) => !allowed.includes(name));
  if (extra !== undefined)
    return { error: `Unsupported field: '${extra}' for the given msg type: ${method}`, method, reqId };
  if (!isObject(params)) return { error: 'Params field must be an object', method, reqId };
  return { method, params, reqId };
}
