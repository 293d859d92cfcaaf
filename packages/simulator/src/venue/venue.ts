import { Decimal, type MarketTrade, UsageError } from '@fathom/contracts';
import type { FeeRates } from '../fees.js';
import { amend } from './amending.js';
import { sendCloses } from './closing.js';
import type { VenueLevel } from './displayed-side.js';
import { cancel } from './ending.js';
import { dropIdleReducers, watchMargin } from './liquidation.js';
import { marginSummary } from './margin-summary.js';
import { meetBook, meetPrice, meetPrint, resume } from './meeting.js';
import { positionView } from './positions.js';
import { submit } from './submitting.js';
import { cancelSwitched, passTime } from './timetable.js';
import type { MarginSummary, VenueBalance, VenueLedgerEntry, VenuePosition } from './venue-account-types.js';
import type { VenueFill } from './venue-fill.js';
import type { MarketMode } from './venue-instrument.js';
import type { AmendRequest, OrderKey, VenueOrder, VenueOrderRequest } from './venue-order.js';
import type { VenueOptions } from './venue-options.js';
import type { VenueResult } from './venue-result.js';
import { VenueState } from './venue-state.js';
import type { WorkingOrder } from './working-order.js';

/** The displayed book of a pair, best prices first. */
export interface VenueBook {
  readonly bids: readonly VenueLevel[];
  readonly asks: readonly VenueLevel[];
}

/**
 * An exchange for one account, over books and market trades that are told to it. Synchronous and deterministic: time
 * and market come only through `advanceTo`, `bookChanged`, `traded` and `indexed`, and the same calls have the same
 * events. The market never notices the account: its orders are filled from what others offered and traded, and its
 * orders never meet each other.
 */
export class Venue {
  private readonly state: VenueState;

  constructor(options: VenueOptions) {
    this.state = new VenueState(options);
  }

  /** Milliseconds since 1970 UTC. */
  get time(): number {
    return this.state.time;
  }

  /**
   * It is now `time`: starts, expiries, rollovers and the dead man's switch that fell due happen, each at its own
   * instant, earliest first. Expiries come before starts, starts before rollovers, the switch last.
   * @throws {UsageError} when `time` is before the present.
   */
  advanceTo(time: number): void {
    if (!(time >= this.state.time)) throw new UsageError(`time ${time} is before ${this.state.time}`);
    this.run(() => passTime(this.state, time, () => this.followUp()));
  }

  /**
   * The displayed book is now this, best first. What orders here have taken of a level stays taken for as long as
   * the level is there; it is never more than the level.
   * @throws {UsageError} for an unknown pair.
   */
  bookChanged(pair: string, book: VenueBook): void {
    const market = this.state.market(pair);
    this.run(() => {
      market.bids.update(book.bids);
      market.asks.update(book.asks);
      meetBook(this.state, market);
    });
  }

  /**
   * Somebody else's trade. Its `time` is not looked at: what follows from it happens now.
   * @throws {UsageError} for an unknown pair.
   */
  traded(pair: string, trade: MarketTrade): void {
    const market = this.state.market(pair);
    const price = Decimal.fromNumber(trade.price, market.instrument.priceDecimals);
    this.run(() => {
      market.last = price;
      // Those that rested before this print, then those that it sets off: they came after it.
      meetPrint(this.state, market, price, trade);
      meetPrice(this.state, market);
    });
  }

  /**
   * The index of the wider market; sets off orders with `trigger: 'index'`, which go by the last trade before the
   * first index price.
   * @throws {UsageError} for an unknown pair.
   */
  indexed(pair: string, price: Decimal): void {
    const market = this.state.market(pair);
    this.run(() => {
      market.index = price;
      meetPrice(this.state, market);
    });
  }

  /** Sets what a market, or all of them, accepts. Back in a matching mode, orders meet the present book at once. */
  setMode(mode: MarketMode, pair?: string): void {
    const markets = pair === undefined ? [...this.state.markets.values()] : [this.state.market(pair)];
    this.run(() => {
      for (const market of markets) market.mode = mode;
      cancelSwitched(this.state);
      for (const market of markets) resume(this.state, market);
    });
  }

  /** The order as it is when everything it causes at once has happened; with `validateOnly` as it would start. */
  submit(request: VenueOrderRequest): VenueResult<VenueOrder> {
    return this.run(() => {
      const result = submit(this.state, request);
      this.followUp();
      if ('refused' in result || request.validateOnly) return result;
      return { accepted: this.state.orders.find(result.accepted)?.snapshot() ?? result.accepted };
    });
  }

  /** The order keeps its id, fills, and its place at its price when only its quantity falls. */
  amend(key: OrderKey, change: AmendRequest): VenueResult<VenueOrder> {
    return this.run(() => {
      const order = this.openOrder(key);
      return order === undefined ? unknown(key) : amend(this.state, order, change);
    });
  }

  cancel(key: OrderKey): VenueResult<VenueOrder> {
    return this.run(() => {
      const order = this.openOrder(key);
      if (order === undefined) return unknown(key);
      const { mode } = order.market;
      if (mode === 'maintenance') return { refused: { code: 'market-mode', mode } };
      cancel(this.state, order, 'canceled by client');
      return { accepted: order.snapshot() };
    });
  }

  /** Of a pair, or all. Markets in `maintenance` are passed over. @returns what was canceled. */
  cancelAll(pair?: string): readonly VenueOrder[] {
    const only = pair === undefined ? undefined : this.state.market(pair);
    return this.run(() =>
      this.state.orders.open
        .filter(({ market }) => market.mode !== 'maintenance' && (only === undefined || market === only))
        .map((order) => {
          cancel(this.state, order, 'canceled all');
          return order.snapshot();
        }),
    );
  }

  /**
   * Dead man's switch: all orders are canceled `delayMs` from now unless it is set anew before; 0 takes it back.
   * @returns when it will go off.
   * @throws {UsageError} for a delay below 0 or not finite.
   */
  cancelAllAfter(delayMs: number): number | undefined {
    if (!(delayMs >= 0 && delayMs < Number.POSITIVE_INFINITY)) {
      throw new UsageError(`delay ${delayMs} ms is not a number of milliseconds from 0`);
    }
    this.state.switchAt = delayMs === 0 ? undefined : this.state.time + delayMs;
    return this.state.switchAt;
  }

  /** Any order ever accepted, as far as it is remembered. */
  order(key: OrderKey): VenueOrder | undefined {
    return this.state.orders.find(key)?.snapshot();
  }

  /** Pending ones too, in the order they were accepted. */
  openOrders(): readonly VenueOrder[] {
    return this.state.orders.open.map((order) => order.snapshot());
  }

  /** Final ones, in the order they became so, as far as they are remembered. */
  closedOrders(): readonly VenueOrder[] {
    return this.state.orders.closed.map((order) => order.snapshot());
  }

  /** All fills, oldest first, as far as they are remembered. */
  fills(): readonly VenueFill[] {
    return this.state.fills;
  }

  /** Open ones, oldest first. */
  positions(): readonly VenuePosition[] {
    return this.state.positions.open.map(positionView);
  }

  /** Every asset ever held. */
  balances(): ReadonlyMap<string, VenueBalance> {
    return this.state.wallet.balances();
  }

  /** Oldest first, as far as they are remembered. */
  ledger(): readonly VenueLedgerEntry[] {
    return this.state.wallet.entries;
  }

  marginSummary(): MarginSummary {
    return marginSummary(this.state);
  }

  /** Traded in the last 30 days, in the valuation asset. */
  volume(): Decimal {
    return this.state.volume.at(this.state.time);
  }

  /** The fees of the next fill. @throws {UsageError} for an unknown pair. */
  feeRates(pair: string): FeeRates {
    return this.state.feeRates(this.state.market(pair));
  }

  /** The last trade's price. @throws {UsageError} for an unknown pair. */
  lastPrice(pair: string): Decimal | undefined {
    return this.state.market(pair).last;
  }

  /** @throws {UsageError} for an unknown pair. */
  mode(pair: string): MarketMode {
    return this.state.market(pair).mode;
  }

  private openOrder(key: OrderKey): WorkingOrder | undefined {
    const order = this.state.orders.find(key);
    return order?.isFinal ? undefined : order;
  }

  /** Makes all changes, what follows from them included, then tells. */
  private run<T>(action: () => T): T {
    const result = action();
    this.followUp();
    this.state.outbox.flush();
    return result;
  }

  private followUp(): void {
    const { state } = this;
    sendCloses(state);
    watchMargin(state);
    dropIdleReducers(state);
  }
}

function unknown(key: OrderKey): VenueResult<never> {
  return { refused: { code: 'unknown-order', key: 'id' in key ? key.id : key.clientOrderId } };
}
