import type { HttpReply } from '../rest/http.js';
import type { Delivery } from './delivery.js';
import type { RestFault } from './rest-fault.js';

/** A call that a fault may happen to. */
export interface StrikableCall {
  /** Does the call and gives the right answer. */
  readonly perform: () => HttpReply;
  /** Does it once more, past the nonce: as if it had come twice. */
  readonly repeat: () => void;
  /** Where it was sent, for redirects. */
  readonly path: string;
}

const FLOOD_BYTES = 100 * 1024 * 1024;

/** Lets `fault` happen to a call. */
export function strike(fault: RestFault | undefined, call: StrikableCall): Delivery {
  switch (fault?.kind) {
    case undefined:
      return at(call.perform());
    case 'lost':
      if (fault.when === 'after') call.perform();
      return { kind: fault.hangs === true ? 'silence' : 'reset' };
    case 'delay':
      return fault.when === 'after'
        ? at(call.perform(), fault.ms)
        : { kind: 'later', afterMs: fault.ms, arrive: () => at(call.perform()) };
    case 'duplicate': {
      const reply = call.perform();
      call.repeat();
      return at(reply);
    }
    case 'cut': {
      const reply = call.perform();
      return { kind: 'cut', reply, bytes: fault.bytes ?? Math.floor(reply.body.length / 2) };
    }
    case 'status':
      if (fault.when === 'after') call.perform();
      return at(page(fault.status));
    case 'body': {
      const reply = fault.when === 'after' ? call.perform() : undefined;
      return at(broken(fault.body, reply));
    }
    case 'error':
      if (fault.when === 'after') call.perform();
      return at(json({ error: [fault.error] }));
    case 'warning':
      return at(warned(call.perform(), fault.warning));
    case 'redirect':
      return at({ status: 302, headers: { location: call.path }, body: '' });
    case 'flood':
      return { kind: 'flood', bytes: fault.bytes ?? FLOOD_BYTES };
    default:
      return fault satisfies never;
  }
}

function at(reply: HttpReply, afterMs = 0): Delivery {
  return { kind: 'reply', reply, afterMs };
}

function json(answer: unknown): HttpReply {
  return { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(answer) };
}

function page(status: number): HttpReply {
  const title = `${status} ${REASONS[status] ?? 'Error'}`;
  const body = `<!DOCTYPE html>\n<html><head><title>api.kraken.com | ${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: { 'content-type': 'text/html; charset=UTF-8' }, body };
}

const REASONS: Readonly<Record<number, string>> = {
  502: 'Bad gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway time-out',
  520: 'Web server is returning an unknown error',
  522: 'Connection timed out',
};

function broken(kind: 'html' | 'empty' | 'half-json' | 'binary', right: HttpReply = json({ error: [] })): HttpReply {
  switch (kind) {
    case 'html':
      return { ...page(200), status: 200 };
    case 'empty':
      return { ...right, body: '' };
    case 'half-json':
      return { ...right, body: right.body.slice(0, Math.ceil(right.body.length / 2)) };
    case 'binary':
      return { ...right, body: '\u0000\u0001\u0002\u001f\u008b\ufffd\u0000' };
    default:
      return kind satisfies never;
  }
}

/** The right answer with a warning in it. */
function warned(reply: HttpReply, warning: string): HttpReply {
  const answer: unknown = JSON.parse(reply.body);
  return json(typeof answer === 'object' && answer !== null ? { ...answer, error: [warning] } : answer);
}
