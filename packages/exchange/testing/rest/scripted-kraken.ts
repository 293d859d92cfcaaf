import type { Clock, Scheduler } from '@fathom/contracts';
import { KrakenRest, type KrakenRestOptions } from '../../src/kraken/rest/kraken-rest.js';
import { MemoryNonce } from '../../src/kraken/rest/nonce.js';
import { Secret } from '../../src/kraken/rest/secret.js';
import { type HttpTransport, TransportError } from '../../src/kraken/rest/transport.js';

/** A request as it left, its parameters read back from query, form or JSON. */
export interface SentRequest {
  readonly call: string;
  readonly at: number;
  readonly url: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
}

/** What is answered: a status and text, an error of the transport, nothing at all, or the same decided when asked. */
export type ScriptedAnswer =
  | { readonly status?: number; readonly text: string }
  | TransportError
  | 'silence'
  | ((request: SentRequest) => ScriptedAnswer);

export const MARKER_KEY = 'MARKERKEY0123456789';
/** Base64 of a text that must never be seen anywhere. */
export const MARKER_SECRET = Buffer.from('marker-secret-0123456789').toString('base64');

/** Kraken's answers said beforehand, by call; the last one of a call is said again and again. */
export class ScriptedKraken {
  readonly sent: SentRequest[] = [];
  readonly #time: Clock & Scheduler;
  readonly #answers = new Map<string, ScriptedAnswer[]>();

  constructor(time: Clock & Scheduler) {
    this.#time = time;
  }

  on(call: string, ...answers: readonly ScriptedAnswer[]): this {
    this.#answers.set(call, [...answers]);
    return this;
  }

  /** The calls that left, by name. */
  get calls(): string[] {
    return this.sent.map(({ call }) => call);
  }

  parametersOf(call: string): SentRequest['parameters'][] {
    return this.sent.filter((each) => each.call === call).map(({ parameters }) => parameters);
  }

  readonly transport: HttpTransport = (request) => {
    const { pathname, searchParams } = new URL(request.url);
    const isJson = request.headers['Content-Type'] === 'application/json';
    const form = request.method === 'GET' ? searchParams : new URLSearchParams(request.body);
    const sent: SentRequest = {
      call: pathname.split('/').at(-1) ?? '',
      at: this.#time.now(),
      url: request.url,
      body: request.body,
      headers: request.headers,
      parameters: isJson ? JSON.parse(request.body) : Object.fromEntries(form),
    };
    this.sent.push(sent);
    const answers = this.#answers.get(sent.call) ?? [{ text: '{"error":["EGeneral:Unknown method"]}' }];
    return this.#give(answers.length > 1 ? answers.shift() : answers[0], sent, request.deadlineMs);
  };

  #give(answer: ScriptedAnswer | undefined, sent: SentRequest, deadlineMs: number): ReturnType<HttpTransport> {
    if (typeof answer === 'function') return this.#give(answer(sent), sent, deadlineMs);
    if (answer instanceof TransportError) return Promise.reject(answer);
    if (answer === undefined || answer === 'silence') {
      return new Promise((_, reject) => {
        this.#time.after(deadlineMs, () => reject(new TransportError('timeout', `no answer within ${deadlineMs} ms`)));
      });
    }
    return Promise.resolve({ status: answer.status ?? 200, headers: {}, text: answer.text });
  }

  /** A client of this Kraken, with the marker keys and a budget that hinders nobody unless asked to. */
  client(options: Partial<KrakenRestOptions> = {}): KrakenRest {
    return new KrakenRest({
      keys: { key: new Secret(MARKER_KEY), secret: new Secret(MARKER_SECRET), origin: 'test' },
      nonces: new MemoryNonce(this.#time),
      transport: this.transport,
      time: this.#time,
      tier: 'pro',
      ...options,
    });
  }
}

export function result(value: unknown, ...warnings: string[]): ScriptedAnswer {
  return { text: JSON.stringify({ error: warnings, result: value }) };
}

export function failure(...errors: string[]): ScriptedAnswer {
  return { text: JSON.stringify({ error: errors }) };
}
