import { Decimal, type EnterSignal, type OrderTerms } from '@fathom/contracts';
import { type OrderRecord, tradeKey } from '@fathom/ledger';
import type { Desk } from './desk.js';
import type { EngineOptions } from './engine-options.js';
import { EntryRules, type Refusal } from './entry-rules.js';
import { MarginRules } from './margin-rules.js';
import type { OrderSearch } from './order-search.js';
import { entryQuantity, type Sizing } from './sizing.js';

/** Turns a wish to enter into an order, or into a refusal with its reason. */
export class Entries {
  private readonly desk: Desk;
  private readonly search: OrderSearch;
  private readonly sizing: Sizing;
  private readonly costFactor: number;
  private readonly rules: EntryRules;
  private readonly margin: MarginRules;
  /** Tells apart trades that one candle opened. */
  private count = 0;

  constructor(desk: Desk, search: OrderSearch, { sizing, costFactor, margin, limits, instrument }: EngineOptions) {
    this.desk = desk;
    this.search = search;
    this.sizing = sizing;
    this.costFactor = costFactor;
    this.rules = new EntryRules(instrument, costFactor);
    this.margin = new MarginRules({ margin, costFactor, minLevelPercent: limits?.minMarginLevelPercent });
  }

  /** Another candle decides. */
  beginCandle(): void {
    this.count = 0;
  }

  enter(signal: EnterSignal, isLate: boolean): void {
    const { desk } = this;
    const { ledger, time } = desk;
    const { limitPrice, reason } = signal;
    const price = limitPrice ?? desk.price;
    const quantity = this.quantity(price);
    const leverage = this.margin.leverageOf(signal);
    const refusal =
      (leverage === undefined
        ? this.rules.refusal(signal, quantity, price, limitPrice === undefined ? ledger.spendable : this.unheldCash())
        : (this.rules.smallness(quantity, price) ?? this.margin.refusal(ledger, signal, quantity, price))) ??
      this.doubtRefusal(isLate) ??
      this.riskRefusal(signal, quantity, price);
    if (refusal !== undefined) {
      this.refuse(signal, refusal);
      return;
    }
    const key = tradeKey(time, this.count);
    this.count += 1;
    desk.send(
      {
        type: limitPrice === undefined ? 'market' : 'limit',
        side: signal.side === 'long' ? 'buy' : 'sell',
        quantity,
        price: limitPrice === undefined ? Decimal.ZERO : desk.tick(limitPrice),
        extras: undefined,
        terms: limitPrice === undefined && leverage === undefined ? undefined : entryTerms(signal, leverage, time),
        time,
        purpose: 'entry',
        tradeKey: key,
        trade: undefined,
        reason,
        signal,
      },
      '-e',
    );
  }

  /**
   * Whether an entry rests, or will when it arrives, though trading is halted: it would enter all the same. One at the market
   * may not have left yet.
   */
  isStopped({ purpose, type, status }: OrderRecord): boolean {
    const canBeStopped = type !== 'market' || status === 'submitted';
    return this.desk.ledger.haltReason !== undefined && purpose === 'entry' && canBeStopped;
  }

  /** Takes back what rests while trading is halted. What has filled of it by then stays, and stays guarded. */
  withdrawStopped(): void {
    const { ledger, execution } = this.desk;
    for (const entry of ledger.entries()) if (this.isStopped(entry)) execution.cancel(entry);
  }

  private refuse(signal: EnterSignal, { rule, reason }: Refusal): void {
    const { ledger, store, time } = this.desk;
    store?.append({ type: 'signal-refused', time, signal, rule, reason });
    ledger.refusals.add(rule, reason);
  }

  private quantity(price: number): Decimal {
    const { sizing, costFactor } = this;
    if (sizing.type === 'quantity') return sizing.quantity;
    const { ledger, instrument } = this.desk;
    const equity = ledger.equityAt(this.desk.price);
    return entryQuantity({ sizing, instrument, equity, price, costFactor });
  }

  /** Cash that no limit order of ours has set aside on the exchange, quote units. */
  private unheldCash(): number {
    let cash = this.desk.ledger.spendable;
    for (const { isOnMargin, side, type, price, quantity, filledQuantity } of this.desk.ledger.entries()) {
      if (isOnMargin || side === 'sell' || type !== 'limit') continue;
      cash -= price.toNumber() * quantity.minus(filledQuantity).toNumber() * this.costFactor;
    }
    return cash;
  }

  /** What keeps a bot from entering that does not know where it, or the market, stands. */
  private doubtRefusal(isLate: boolean): Refusal | undefined {
    const { size } = this.search;
    if (size > 0) return { rule: 'unknown order', reason: `${size} order(s) may or may not be on the exchange` };
    if (isLate) return { rule: 'late candle', reason: `the candle of ${this.desk.time} was known too late` };
    const { haltReason } = this.desk.ledger;
    if (haltReason !== undefined) return { rule: 'kill switch', reason: `trading is stopped: ${haltReason}` };
    return undefined;
  }

  private riskRefusal(signal: EnterSignal, quantity: Decimal, price: number): Refusal | undefined {
    const { risk, ledger, time, quote, price: close } = this.desk;
    if (risk === undefined) return undefined;
    let exposure = ledger.exposureAt(close);
    for (const entry of ledger.entries()) {
      const left = entry.quantity.minus(entry.filledQuantity).toNumber();
      exposure += left * (entry.type === 'limit' ? entry.price.toNumber() : close);
    }
    return risk.refusal({
      time,
      decisionPrice: signal.price,
      marketPrice: quote.priceFor(signal.side === 'long' ? 'buy' : 'sell', time, close),
      cost: price * quantity.toNumber(),
      equity: ledger.equityAt(close),
      dayEquity: ledger.dayEquity,
      exposure,
      openTrades: ledger.open.length,
      pendingEntries: ledger.pendingEntries,
      closed: ledger.closed,
    });
  }
}

function entryTerms({ postOnly, restMs }: EnterSignal, leverage: number | undefined, time: number): OrderTerms {
  return {
    ...(leverage !== undefined && { leverage }),
    ...(postOnly === true && { postOnly }),
    ...(restMs !== undefined && ({ timeInForce: 'gtd', expiresAt: time + restMs } as const)),
  };
}
