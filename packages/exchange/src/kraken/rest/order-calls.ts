import type { Decimal, ExchangeOrder, OrderTerms } from '@fathom/contracts';
import { type Calls, type Outcome, reasonOf } from './calls.js';
import { checkChange, checkOrder } from './check-order.js';
import type { ErrorClass, ErrorKind } from './error-class.js';
import { orderParameters } from './order-parameters.js';
import type { Parameters } from './signer.js';
import { list, numeric, record, text, textOrNone } from './wire/fields.js';
import type { KrakenPair } from './wire/pair.js';

export interface AddOrderOptions {
  readonly pair: KrakenPair;
  readonly terms?: OrderTerms;
  /** Sent instead of the client order id (Kraken takes one of the two): such an order cannot be looked up by that id. */
  readonly userReference?: number;
  /** Kraken refuses the order when it would be matched later than this; 2,000 to 60,000, default 5,000. */
  readonly deadlineMs?: number;
  /** Kraken checks the order and does nothing: the answer is `validated`. */
  readonly validate?: boolean;
  /** Asked when it may leave, which may be minutes later where Kraken's limits are used up: why it is not to, if so. */
  readonly whyNot?: () => string | undefined;
}

/** `kind` is Kraken's class of reason, or `rules` for what our own check found. */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly reason: string;
  readonly kind: ErrorKind | 'rules';
}

/** Nobody knows whether it happened. */
export interface Unknown {
  readonly outcome: 'unknown';
  readonly reason: string;
}

export type AddOrderOutcome =
  | { readonly outcome: 'accepted'; readonly exchangeOrderId: string; readonly description: string }
  | { readonly outcome: 'validated'; readonly description: string }
  | Rejected
  | Unknown;

export type AmendOutcome = { readonly outcome: 'accepted'; readonly amendId: string } | Rejected | Unknown;

export type CancelOutcome = { readonly outcome: 'accepted'; readonly count: number } | Rejected | Unknown;

export type DeadMansSwitchOutcome =
  /** Times as Kraken tells them; `triggersAt` is absent when the switch is off. */
  { readonly outcome: 'accepted'; readonly triggersAt?: string } | Rejected | Unknown;

/** Which order: Kraken's id or ours. */
export type OrderId = { readonly exchangeOrderId: string } | { readonly clientOrderId: string };

export interface AmendOptions {
  readonly pair: KrakenPair;
  /** How long the order has been there: decides what the change costs of the pair's limit. */
  readonly ageMs: number;
  readonly quantity?: Decimal;
  readonly displayQuantity?: Decimal;
  readonly limitPrice?: Decimal;
  readonly triggerPrice?: Decimal;
  readonly postOnly?: boolean;
}

/** What changes orders. None of these throws for anything an exchange or a network can do: outcomes are values. */
export class OrderCalls {
  readonly #calls: Calls;

  constructor(calls: Calls) {
    this.#calls = calls;
  }

  /** AddOrder. Sent once; without Kraken's id in the answer it is unknown, whatever else the answer is. */
  async add(order: ExchangeOrder, options: AddOrderOptions): Promise<AddOrderOutcome> {
    const { pair, terms = {}, userReference, deadlineMs = 5000, validate, whyNot } = options;
    const calls = this.#calls;
    const fault = checkOrder({ order, terms, pair, now: calls.now(), deadlineMs });
    if (fault !== undefined) return { outcome: 'rejected', reason: fault, kind: 'rules' };
    const refused = await passed(calls.budget.order(pair.id));
    if (refused !== undefined) return refused;
    const reason = whyNot?.();
    if (reason !== undefined) return { outcome: 'rejected', reason, kind: 'rules' };
    const deadline = calls.now() + deadlineMs;
    const parameters = orderParameters({ order, terms, pair, userReference, deadline, validate });
    // After the deadline a copy still on its way is refused, so waiting longer for the answer is of no use.
    const answer = await calls.tell('AddOrder', parameters, deadlineMs + 2000);
    this.#heed(answer, pair);
    return outcomeOf(answer, (result) => {
      const fields = record(result, 'AddOrder');
      const description = textOrNone(record(fields['descr'] ?? {}, 'AddOrder.descr')['order']) ?? '';
      if (validate === true && fields['txid'] === undefined) return { outcome: 'validated', description };
      const [id, ...more] = list(fields['txid'], 'AddOrder.txid');
      if (more.length > 0) return { outcome: 'unknown', reason: `AddOrder: ${more.length + 1} orders for one` };
      return { outcome: 'accepted', exchangeOrderId: text(id, 'AddOrder.txid'), description };
    });
  }

  /** AmendOrder: changes an order in place, which keeps its id and where possible its rank. To what was said exactly. */
  async amend(id: OrderId, options: AmendOptions): Promise<AmendOutcome> {
    const { pair, ageMs, quantity, displayQuantity, limitPrice, triggerPrice, postOnly } = options;
    const fault = checkChange(options);
    if (fault !== undefined) return { outcome: 'rejected', reason: fault, kind: 'rules' };
    const refused = await passed(this.#calls.budget.amend(pair.id, ageMs));
    if (refused !== undefined) return refused;
    const parameters: Parameters = {
      ...orderId(id),
      ...(quantity && { order_qty: quantity.toFixed(pair.quantityDecimals) }),
      ...(displayQuantity && { display_qty: displayQuantity.toFixed(pair.quantityDecimals) }),
      ...(limitPrice && { limit_price: limitPrice.toFixed(pair.priceDecimals) }),
      ...(triggerPrice && { trigger_price: triggerPrice.toFixed(pair.priceDecimals) }),
      ...(postOnly === true && { post_only: 'true' }),
    };
    const answer = await this.#calls.tell('AmendOrder', parameters);
    this.#heed(answer, pair);
    return outcomeOf(answer, (result) => ({
      outcome: 'accepted',
      amendId: text(record(result, 'AmendOrder')['amend_id'], 'AmendOrder.amend_id'),
    }));
  }

  /**
   * CancelOrder. It waits for no limit, but counts.
   * @param options `ageMs` is how long the order has been there (unknown: as costly as a new one).
   */
  async cancel(id: OrderId, { pair, ageMs = 0 }: { pair: KrakenPair; ageMs?: number }): Promise<CancelOutcome> {
    this.#calls.budget.cancel(pair.id, ageMs);
    const answer = await this.#calls.tell('CancelOrder', orderId(id));
    this.#heed(answer, pair);
    return outcomeOf(answer, counted('CancelOrder'));
  }

  /** CancelAll: every order of the account. For those of one pair see `KrakenRest.cancelAllOf`. */
  async cancelAll(): Promise<CancelOutcome> {
    return outcomeOf(await this.#calls.tell('CancelAll', {}), counted('CancelAll'));
  }

  /**
   * CancelAllOrdersAfter: everything of the account is canceled `timeoutMs` from now unless this is called again; 0
   * turns it off. Kraken counts whole seconds: less than one becomes one, never 0.
   */
  async cancelAllAfter(timeoutMs: number): Promise<DeadMansSwitchOutcome> {
    if (!(timeoutMs >= 0 && timeoutMs <= 86_400_000)) {
      return { outcome: 'rejected', reason: `time-out ${timeoutMs} ms is not between 0 and a day`, kind: 'rules' };
    }
    const timeout = String(Math.ceil(timeoutMs / 1000));
    const answer = await this.#calls.tell('CancelAllOrdersAfter', { timeout });
    return outcomeOf(answer, (result) => {
      const triggersAt = textOrNone(record(result, 'CancelAllOrdersAfter')['triggerTime']);
      return { outcome: 'accepted', ...(triggersAt !== undefined && triggersAt !== '0' && { triggersAt }) };
    });
  }

  /** What Kraken says about limits holds for the next ones. */
  #heed(answer: Outcome, pair: KrakenPair): void {
    if (answer.type === 'failed' && answer.class.kind === 'rate-limited') {
      this.#calls.budget.refused({ pair: pair.id }, answer.class.retryInMs ?? 0);
    }
  }
}

/** Refused by our own queue: it was never sent. */
async function passed(permission: Promise<void>): Promise<Rejected | undefined> {
  try {
    await permission;
    return undefined;
  } catch (error) {
    return { outcome: 'rejected', reason: reasonOf(error), kind: 'rate-limited' };
  }
}

function outcomeOf<T>(answer: Outcome, read: (result: unknown) => T | Unknown): T | Rejected | Unknown {
  if (answer.type === 'failed') return failed(answer.reason, answer.class);
  try {
    return read(answer.result);
  } catch (error) {
    return { outcome: 'unknown', reason: reasonOf(error) };
  }
}

function failed(reason: string, { isDefinitive, kind }: ErrorClass): Rejected | Unknown {
  return isDefinitive ? { outcome: 'rejected', reason, kind } : { outcome: 'unknown', reason };
}

function counted(call: string): (result: unknown) => CancelOutcome {
  return (result) => ({ outcome: 'accepted', count: numeric(record(result, call)['count'], `${call}.count`) });
}

function orderId(id: OrderId): Parameters {
  return 'exchangeOrderId' in id ? { txid: id.exchangeOrderId } : { cl_ord_id: id.clientOrderId };
}
