import {
  Decimal,
  type ExecutionClient,
  type FeedEvent,
  type Fill,
  type Instrument,
  type Liquidity,
  type OrderEvent,
  type OrderRequest,
  type Scheduler,
} from '@fathom/contracts';
import type { AddOrderOutcome } from '@fathom/exchange';
import type { FeeRates } from '@fathom/simulator';

export interface ValidateExecutionOptions {
  readonly pair: Instrument;
  readonly fees: FeeRates;
  /** Has Kraken check an order, and execute nothing. */
  readonly check: (order: OrderRequest) => Promise<AddOrderOutcome>;
  /** What an entry was decided on, quote per base unit; undefined for everything else. */
  readonly decisionPrice: (order: OrderRequest) => number | undefined;
  /** The exchange's clock, milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly scheduler: Scheduler;
  readonly tell: (event: OrderEvent) => void;
  readonly onTrouble: (reason: string) => void;
}

/**
 * Has Kraken check every order (`validate=true`) and executes none. What counts as a fill is the original bot's rule: the
 * whole order, at once, at the price of the decision, with the account's own fee; an exit's decision is taken at the last
 * price of the market. An exit the account has not the funds for counts as checked: what it gives back was never bought. What rests is filled at its own price when the market trades there.
 */
export class ValidateExecution implements ExecutionClient {
  private readonly options: ValidateExecutionOptions;
  private readonly resting = new Map<string, OrderRequest>();
  private last: Decimal | undefined;
  private count = 0;
  private isClosed = false;

  constructor(options: ValidateExecutionOptions) {
    this.options = options;
  }

  submit(order: OrderRequest): void {
    void this.check(order);
  }

  cancel({ clientOrderId }: OrderRequest): void {
    if (this.resting.delete(clientOrderId))
      this.later({ type: 'order-canceled', ...this.about(clientOrderId), reason: 'canceled' });
  }

  /** What was on its way when an earlier process ended was checked, if that, and nothing more. */
  find({ clientOrderId }: OrderRequest): void {
    if (this.resting.has(clientOrderId)) return;
    this.later({ type: 'order-canceled', ...this.about(clientOrderId), reason: 'it was only to be checked' });
  }

  /** Takes up what rested in an earlier process. */
  restore(resting: readonly OrderRequest[]): void {
    for (const order of resting) this.resting.set(order.clientOrderId, order);
  }

  /** Something of the market. */
  heard(event: FeedEvent): void {
    if (event.type !== 'market-traded' || event.pair !== this.options.pair.name) return;
    for (const { price } of event.trades) {
      this.last = Decimal.fromNumber(price, this.options.pair.priceDecimals);
      if (!event.isSnapshot) this.meet(this.last);
    }
  }

  close(): void {
    this.isClosed = true;
  }

  private async check(order: OrderRequest): Promise<void> {
    const { check, onTrouble } = this.options;
    const outcome = await check(order);
    const about = this.about(order.clientOrderId);
    if (outcome.outcome === 'rejected' && this.isForLackOfFills(order, outcome.reason)) this.checked(order);
    else if (outcome.outcome === 'rejected') this.tell({ type: 'order-rejected', ...about, reason: outcome.reason });
    else if (outcome.outcome === 'unknown') {
      // Whatever became of the question, no order came of it.
      this.tell({ type: 'order-rejected', ...about, reason: `not checked: ${outcome.reason}` });
    } else if (outcome.outcome === 'accepted') {
      onTrouble(`Kraken has TAKEN order ${outcome.exchangeOrderId}, which was only to be checked: look at the account`);
      this.tell({ type: 'order-unknown', ...about, reason: 'it was only to be checked, and Kraken has taken it' });
    } else this.checked(order);
  }

  /** What is to be given back was never bought, so Kraken cannot find it on the account: no fault of the order's. */
  private isForLackOfFills(order: OrderRequest, reason: string): boolean {
    return this.options.decisionPrice(order) === undefined && reason.includes(NO_FUNDS);
  }

  private checked(order: OrderRequest): void {
    const { clientOrderId } = order;
    this.count += 1;
    this.tell({
      type: 'order-accepted',
      ...this.about(clientOrderId),
      exchangeOrderId: `CHECKED-${this.options.now()}-${this.count}`,
    });
    if (order.type === 'market') {
      const decided = this.options.decisionPrice(order);
      const price = decided === undefined ? this.last : Decimal.fromNumber(decided, this.options.pair.priceDecimals);
      if (price === undefined)
        this.tell({ type: 'order-canceled', ...this.about(clientOrderId), reason: 'no price is known' });
      else this.fill(order, price, 'taker');
    } else if (pricesOf(order) === undefined) {
      this.tell({
        type: 'order-canceled',
        ...this.about(clientOrderId),
        reason: `${order.type} orders are only checked`,
      });
    } else this.resting.set(clientOrderId, order);
  }

  /** The market has traded at `price`. */
  private meet(price: Decimal): void {
    for (const order of this.resting.values()) {
      const own = pricesOf(order);
      if (own === undefined || !isReached(order, own.trigger, price)) continue;
      this.resting.delete(order.clientOrderId);
      this.fill(order, own.fill, order.type === 'limit' ? 'maker' : 'taker');
    }
  }

  private fill(order: OrderRequest, price: Decimal, liquidity: Liquidity): void {
    const { fees, pair, now } = this.options;
    const cost = price.times(order.quantity);
    const percent = liquidity === 'maker' ? fees.makerPercent : fees.takerPercent;
    const fill: Fill = {
      time: now(),
      price,
      quantity: order.quantity,
      cost,
      fee: cost.times(percent).dividedBy(HUNDRED, pair.costDecimals),
      liquidity,
      slippage: Decimal.ZERO,
    };
    this.tell({ type: 'order-filled', ...this.about(order.clientOrderId), fill, isComplete: true });
  }

  private about(clientOrderId: string): { time: number; clientOrderId: string } {
    return { time: this.options.now(), clientOrderId };
  }

  private later(event: OrderEvent): void {
    this.options.scheduler.after(0, () => this.tell(event));
  }

  private tell(event: OrderEvent): void {
    if (!this.isClosed) this.options.tell(event);
  }
}

const HUNDRED = Decimal.parse('100');
/** Part of Kraken's words for it. */
const NO_FUNDS = 'Insufficient funds';

/** Where an order that rests is set off, and what it then fills at; undefined for kinds that follow the market. */
function pricesOf(order: OrderRequest): { readonly trigger: Decimal; readonly fill: Decimal } | undefined {
  switch (order.type) {
    case 'limit':
    case 'stop-loss':
    case 'take-profit':
      return { trigger: order.price, fill: order.price };
    case 'stop-loss-limit':
    case 'take-profit-limit':
      return { trigger: order.price, fill: order.limitPrice };
    case 'market':
    case 'trailing-stop':
    case 'trailing-stop-limit':
    default:
      return undefined;
  }
}

/** A stop is set off by a price that is worse for its owner, everything else by one that is better. */
function isReached({ type, side }: OrderRequest, trigger: Decimal, price: Decimal): boolean {
  const wantsLower = (side === 'buy') !== type.startsWith('stop-loss');
  return wantsLower ? !price.isGreaterThan(trigger) : !price.isLessThan(trigger);
}
