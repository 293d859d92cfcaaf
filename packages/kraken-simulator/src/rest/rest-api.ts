import type { Account } from '../account/account.js';
import { DecayingCounter } from '../account/decaying-counter.js';
import type { KeyRing } from '../account/key-ring.js';
import type { CounterLimit } from '../account/tier.js';
import type { Tokens } from '../account/tokens.js';
import type { Market } from '../market/market.js';
import { Arguments } from './arguments.js';
import { type CallParameters, fromForm, readBody } from './call-parameters.js';
import { type Answer, type HttpReply, type HttpRequest, jsonReply } from './http.js';
import type { Pairs } from './pairs.js';
import { PRIVATE_CALLS } from './private/private-calls.js';
import { PUBLIC_CALLS } from './public/public-calls.js';
import { Refusal } from './refusal.js';

export interface RestApiOptions {
  readonly market: Market;
  readonly pairs: Pairs;
  readonly keys: KeyRing;
  readonly tokens: Tokens;
  /** An account by its name. */
  readonly account: (name: string) => Account | undefined;
  /** Public calls of one address; without it there is no limit. Kraken publishes no figure. */
  readonly publicLimit?: CounterLimit | undefined;
}

/** The moment of a call: the exchange's time, and how far the clock it shows is ahead of that. Milliseconds. */
export interface Moment {
  readonly now: number;
  readonly skewMs: number;
}

/** So many addresses are remembered. */
const MOST_ADDRESSES = 1000;
/** These answer while the exchange is down for maintenance. */
const ALWAYS_UP = new Set(['Time', 'SystemStatus']);

/** Kraken's REST paths: reads a request, checks who asks, calls, and answers in Kraken's envelope. */
export class RestApi {
  readonly #options: RestApiOptions;
  readonly #addresses = new Map<string, DecayingCounter>();

  constructor(options: RestApiOptions) {
    this.#options = options;
  }

  handle(request: HttpRequest, moment: Moment): HttpReply {
    const { kind, method } = route(request.path);
    if (kind === undefined) return { status: 404, headers: { 'content-type': 'text/html' }, body: NOT_FOUND };
    return jsonReply(
      answered(() =>
        kind === 'public' ? this.#public(method, request, moment) : this.#private(method, request, moment),
      ),
    );
  }

  /** A private call of somebody known already: no key, no signature, no nonce. */
  call(account: Account, method: string, parameters: CallParameters, moment: Moment): Answer {
    return answered(() => this.#run(account, method, parameters, moment));
  }

  /** Does a private call once more, past nonce and counters: as if a copy of it had been let through. */
  repeat(request: HttpRequest, moment: Moment): void {
    const { kind, method } = route(request.path);
    const account = this.#options.account(this.#options.keys.owner(request.headers['api-key'] ?? '') ?? '');
    if (kind !== 'private' || account === undefined) return;
    answered(() => this.#run(account, method, readBody(request.body, request.headers['content-type']), moment));
  }

  #public(method: string, request: HttpRequest, { now, skewMs }: Moment): unknown {
    const { market, pairs } = this.#options;
    const call = PUBLIC_CALLS.get(method);
    if (call === undefined) throw new Refusal('EGeneral:Unknown method');
    if (!this.#isWithinLimit(request.address ?? '', now)) throw new Refusal('EGeneral:Too many requests');
    if (market.status === 'maintenance' && !ALWAYS_UP.has(method)) throw new Refusal('EService:Unavailable');
    const query = fromForm(request.path.split('?')[1] ?? '');
    const body = request.body === '' ? {} : readBody(request.body, request.headers['content-type']);
    return call(new Arguments({ ...query, ...body }), { market, pairs, now: now + skewMs });
  }

  #private(method: string, request: HttpRequest, moment: Moment): unknown {
    if (request.method !== 'POST') throw new Refusal('EGeneral:Invalid arguments');
    if (!PRIVATE_CALLS.has(method)) throw new Refusal('EGeneral:Unknown method');
    const parameters = readBody(request.body, request.headers['content-type']);
    const nonce = parameters['nonce'];
    const admission = this.#options.keys.admit({
      method,
      path: request.path.split('?')[0] ?? '',
      body: request.body,
      key: request.headers['api-key'],
      signature: request.headers['api-sign'],
      nonce: typeof nonce === 'string' ? nonce : undefined,
      now: moment.now,
    });
    if ('error' in admission) throw new Refusal(admission.error);
    const account = this.#options.account(admission.account);
    if (account === undefined) throw new Refusal('EAPI:Invalid key');
    return this.#run(account, method, parameters, moment);
  }

  #run(account: Account, method: string, parameters: CallParameters, moment: Moment): unknown {
    const call = PRIVATE_CALLS.get(method);
    if (call === undefined) throw new Refusal('EGeneral:Unknown method');
    const { market, pairs, tokens } = this.#options;
    if (market.status === 'maintenance') throw new Refusal('EService:Unavailable');
    return call(new Arguments(parameters), { account, market, pairs, tokens, ...moment });
  }

  #isWithinLimit(address: string, now: number): boolean {
    const { publicLimit } = this.#options;
    if (publicLimit === undefined) return true;
    const counter = this.#addresses.get(address) ?? new DecayingCounter(publicLimit, now);
    this.#addresses.set(address, counter);
    if (this.#addresses.size > MOST_ADDRESSES) this.#addresses.delete(this.#addresses.keys().next().value ?? '');
    return counter.take(1, now);
  }
}

const NOT_FOUND = '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>';

function route(path: string): { kind: 'public' | 'private' | undefined; method: string } {
  const match = /^\/0\/(public|private)\/([A-Za-z]+)(?:\?|$)/.exec(path);
  const kind = match?.[1] === 'public' || match?.[1] === 'private' ? match[1] : undefined;
  return { kind, method: match?.[2] ?? '' };
}

function answered(work: () => unknown): Answer {
  try {
    return { error: [], result: work() };
  } catch (error) {
    if (error instanceof Refusal) return { error: [error.message] };
    throw error;
  }
}
