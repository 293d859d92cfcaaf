import { type Clock, FathomError, type Scheduler } from '@fathom/contracts';
import { type Answer, readAnswer } from './answer.js';
import type { ErrorClass } from './error-class.js';
import { KrakenError } from './kraken-error.js';
import type { RateBudget } from './rate-budget.js';
import type { Priority } from './rate-gate.js';
import type { BuiltRequest, Parameters, Signer } from './signer.js';
import { type HttpTransport, TransportError } from './transport.js';
import { Turn } from './turn.js';

export interface CallsOptions {
  readonly transport: HttpTransport;
  /** Asked for once, on the first call. */
  readonly signer: () => Promise<Signer>;
  readonly budget: RateBudget;
  readonly time: Clock & Scheduler;
  /** How long a call waits for the answer of the one before it; `time` when left out. */
  readonly wire?: Scheduler;
  readonly hasKeys: boolean;
  /** For one answer; default 10,000. */
  readonly deadlineMs?: number;
  /** Default 16 MiB: all pairs of Kraken are 1 MB. */
  readonly maxBytes?: number;
  /** Kraken's warnings, beside results that count. */
  readonly onWarning?: (call: string, warning: string) => void;
  /** Kraken's clock minus ours, milliseconds. */
  readonly clockOffsetMs?: () => number;
}

/** What one call came to. `sent` false: it certainly changed nothing, because it never left. */
export type Outcome =
  | { readonly type: 'result'; readonly result: unknown }
  | { readonly type: 'failed'; readonly reason: string; readonly class: ErrorClass; readonly cause?: unknown };

const NEVER_SENT: ErrorClass = { kind: 'retryable', isDefinitive: true, retryInMs: 5000 };
const MAYBE_SENT: ErrorClass = { kind: 'retryable', isDefinitive: false, retryInMs: 1000 };
const NO_KEYS: ErrorClass = { kind: 'permission', isDefinitive: true };
/** A nonce that came too late changed nothing; asked again with a higher one it is a new question. */
const NONCE_ATTEMPTS = 3;

/** Sends calls: budget, turn, signature, transport, answer. Nothing is ever sent twice but questions with a late nonce. */
export class Calls {
  readonly time: Clock & Scheduler;
  readonly #options: CallsOptions;
  readonly #turn: Turn;
  #signer: Promise<Signer> | undefined;

  constructor(options: CallsOptions) {
    this.#options = options;
    this.time = options.time;
    this.#turn = new Turn(options.wire ?? options.time);
  }

  get budget(): RateBudget {
    return this.#options.budget;
  }

  /** By Kraken's clock, as far as it was measured. */
  now(): number {
    return this.time.now() + (this.#options.clockOffsetMs?.() ?? 0);
  }

  /** Market data. @throws {KrakenError} */
  async ask(call: string, parameters: Parameters = {}): Promise<unknown> {
    await this.#permitted(call, this.budget.market());
    const signer = await this.#getSigner();
    const answer = await this.#send(call, signer.publicRequest(call, parameters));
    if (answer.type === 'failed' && answer.class.kind === 'rate-limited') {
      this.budget.refused('market', answer.class.retryInMs ?? 0);
    }
    return resultOf(call, answer);
  }

  /** A question about the account; asked again, at most twice, when its nonce came late. @throws {KrakenError} */
  async askAccount(
    call: string,
    parameters: Parameters = {},
    { cost = 1, priority = 'account' }: { cost?: number; priority?: Priority } = {},
  ): Promise<unknown> {
    for (let attempt = 1; ; attempt += 1) {
      await this.#permitted(call, this.budget.account(cost, priority));
      const answer = await this.#sendPrivate(call, parameters, false);
      const isLate = answer.type === 'failed' && answer.class.kind === 'nonce';
      if (isLate && attempt < NONCE_ATTEMPTS) continue;
      if (answer.type === 'failed' && answer.class.kind === 'rate-limited') {
        this.budget.refused('account', answer.class.retryInMs ?? 0);
      }
      return resultOf(call, answer);
    }
  }

  /** What changes something: sent once, whatever comes of it. The caller has passed the budget. */
  tell(call: string, parameters: Parameters, deadlineMs?: number): Promise<Outcome> {
    return this.#sendPrivate(call, parameters, true, deadlineMs);
  }

  async #sendPrivate(call: string, parameters: Parameters, isOrder: boolean, deadlineMs?: number): Promise<Outcome> {
    if (!this.#options.hasKeys) {
      return { type: 'failed', reason: 'no API keys: set KRAKEN_API_KEY and KRAKEN_API_SECRET', class: NO_KEYS };
    }
    let signer: Signer;
    try {
      signer = await this.#getSigner();
    } catch (error) {
      return { type: 'failed', reason: `could not be signed: ${reasonOf(error)}`, class: NEVER_SENT };
    }
    const done = await this.#turn.take(isOrder);
    try {
      let request: BuiltRequest;
      try {
        request = signer.privateRequest(call, parameters);
      } catch (error) {
        return { type: 'failed', reason: `could not be signed: ${reasonOf(error)}`, class: NEVER_SENT };
      }
      return await this.#send(call, request, deadlineMs);
    } finally {
      done();
    }
  }

  async #send(call: string, request: BuiltRequest, deadlineMs = this.#options.deadlineMs ?? 10_000): Promise<Outcome> {
    let answer: Answer;
    try {
      const { transport, maxBytes = 16 * 1024 * 1024 } = this.#options;
      answer = readAnswer(await transport({ ...request, deadlineMs, maxBytes }), this.now());
    } catch (error) {
      const mayHaveArrived = !(error instanceof TransportError) || error.mayHaveArrived;
      return { type: 'failed', reason: reasonOf(error), class: mayHaveArrived ? MAYBE_SENT : NEVER_SENT, cause: error };
    }
    if (answer.type !== 'result') return { type: 'failed', reason: answer.reason, class: answer.class };
    for (const warning of answer.warnings) this.#options.onWarning?.(call, warning);
    return { type: 'result', result: answer.result };
  }

  #getSigner(): Promise<Signer> {
    this.#signer ??= this.#options.signer().catch((error: unknown) => {
      this.#signer = undefined;
      throw error;
    });
    return this.#signer;
  }

  async #permitted(call: string, permission: Promise<void>): Promise<void> {
    try {
      await permission;
    } catch (error) {
      throw new KrakenError(call, reasonOf(error), NEVER_SENT, { cause: error });
    }
  }
}

function resultOf(call: string, answer: Outcome): unknown {
  if (answer.type === 'result') return answer.result;
  throw new KrakenError(call, answer.reason, answer.class, { cause: answer.cause });
}

/** Our own messages carry no secrets; those of others are not shown. */
export function reasonOf(error: unknown): string {
  if (error instanceof FathomError) return error.message;
  return error instanceof Error ? error.name : 'failed';
}
