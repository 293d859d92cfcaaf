import { UsageError } from '@fathom/contracts';
import { readFaultRules } from '../faults/read-fault-rules.js';
import { readSocketFaultRules } from '../faults/read-socket-fault-rules.js';
import type { LocalKraken } from '../local-kraken.js';
import type { MarketStatus } from '../market/market.js';
import type { HttpReply, HttpRequest } from '../rest/http.js';

const STATUSES: readonly MarketStatus[] = ['online', 'maintenance', 'cancel_only', 'post_only', 'limit_only'];

/**
 * What people turn trouble on and off with, below `/control/`; not Kraken's:
 * `GET`, `POST` (one rule or a list) and `DELETE` of `faults` and `socket-faults`, `POST status {"status":"cancel_only"}`,
 * `POST clock {"skewMs":600000}`, `POST exhaust` (every call counter is full), `POST expire-tokens`.
 */
export function control(request: HttpRequest, kraken: LocalKraken): HttpReply {
  // A web page in a browser on this machine must not play with it.
  if (request.headers['origin'] !== undefined) return answer(403, { error: 'not for web pages' });
  try {
    return act(`${request.method} ${request.path.slice('/control/'.length)}`, request, kraken);
  } catch (error) {
    if (error instanceof UsageError) return answer(400, { error: error.message });
    throw error;
  }
}

function act(what: string, { body }: HttpRequest, kraken: LocalKraken): HttpReply {
  switch (what) {
    case 'GET faults':
      return answer(200, kraken.faults.rules);
    case 'POST faults':
      kraken.faults.add(...readFaultRules(json(body)));
      return answer(200, kraken.faults.rules);
    case 'DELETE faults':
      kraken.faults.clear();
      return answer(200, []);
    case 'GET socket-faults':
      return answer(200, kraken.socketFaults.rules);
    case 'POST socket-faults':
      kraken.socketFaults.add(...readSocketFaultRules(json(body)));
      return answer(200, kraken.socketFaults.rules);
    case 'DELETE socket-faults':
      kraken.socketFaults.clear();
      return answer(200, []);
    case 'POST status': {
      const wanted = field(json(body), 'status');
      const status = STATUSES.find((known) => known === wanted);
      if (status === undefined) throw new UsageError(`status ${String(wanted)} is not one of ${STATUSES.join(', ')}`);
      kraken.status = status;
      return answer(200, { status });
    }
    case 'POST clock': {
      const skewMs = field(json(body), 'skewMs');
      if (typeof skewMs !== 'number' || !Number.isFinite(skewMs)) throw new UsageError('skewMs is not a number');
      kraken.skewMs = skewMs;
      return answer(200, { skewMs });
    }
    case 'POST exhaust':
      kraken.exhaustCounters();
      return answer(200, {});
    case 'POST expire-tokens':
      kraken.expireTokens();
      return answer(200, {});
    default:
      return answer(404, { error: `no control ${what}` });
  }
}

function answer(status: number, value: unknown): HttpReply {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

function json(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new UsageError('the body is not JSON');
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
