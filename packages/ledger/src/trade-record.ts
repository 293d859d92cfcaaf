import { Decimal, type Fill, type GuardKind, type OpenTrade, type TradeSide } from '@fathom/contracts';
import { addFill } from './add-fill.js';
import type { OrderRecord } from './order-record.js';

/** An open round trip as the ledger builds it up; strategies see it as an `OpenTrade`. */
export class TradeRecord implements OpenTrade {
  readonly side: TradeSide;
  readonly decisionPrice: number;
  readonly openedAt: number;
  readonly entry: OrderRecord;
  /** The order that gave something back last. */
  exit: OrderRecord | undefined = undefined;
  /** All that was given back, by whichever orders, as one execution. */
  returned: Fill | undefined = undefined;
  /** Paid so far for what is borrowed, beside the fee of opening. Quote units. */
  rolloverFee = Decimal.ZERO;
  quantity: Decimal;
  entryPrice: number;
  isClosing = false;
  isOpen = true;
  /** What rests for it on the exchange. */
  stop: OrderRecord | undefined = undefined;
  target: OrderRecord | undefined = undefined;
  trailing: OrderRecord | undefined = undefined;
  /** Whether a stop, a target, a trailing stop was ever sent for it. */
  hadStop = false;
  hadTarget = false;
  hadTrailing = false;
  /** Exit orders sent so far: each needs an id of its own. */
  exits = 0;
  /** Why it is to be closed once nothing rests for it any more. */
  exitReason: string | undefined = undefined;
  /** Prices that guards wait for, where they are no longer what the entry's signal asked for. */
  private moved: Map<GuardKind, number> | undefined = undefined;
  private name: string | undefined = undefined;

  /** @param fill the entry's first execution */
  constructor(entry: OrderRecord, openedAt: number, fill: Fill) {
    const { signal } = entry;
    this.side = signal === undefined ? 'long' : signal.side;
    this.decisionPrice = signal === undefined ? 0 : signal.price;
    this.openedAt = openedAt;
    this.entry = entry;
    this.quantity = fill.quantity;
    this.entryPrice = fill.price.toNumber();
  }

  get id(): string {
    this.name ??= String(this.entry.tradeKey);
    return this.name;
  }

  get isOnMargin(): boolean {
    return this.entry.isOnMargin;
  }

  get isResting(): boolean {
    return this.stop !== undefined || this.target !== undefined || this.trailing !== undefined;
  }

  /** Where a guard waits, quote per base unit; undefined when there is none, or a trailing one has seen no price yet. */
  guardPrice(guard: GuardKind): number | undefined {
    const { signal } = this.entry;
    const asked = guard === 'stop' ? signal?.stopPrice : guard === 'target' ? signal?.takeProfitPrice : undefined;
    return this.moved?.get(guard) ?? asked;
  }

  /** A guard waits elsewhere than the entry's signal said. */
  get isMoved(): boolean {
    return this.moved !== undefined;
  }

  moveGuard(guard: GuardKind, price: number): void {
    this.moved ??= new Map();
    this.moved.set(guard, price);
  }

  /** An order that is to give it back is about to be sent. */
  intend(order: OrderRecord): void {
    if (order.purpose === 'stop') {
      this.stop = order;
      this.hadStop = true;
    } else if (order.purpose === 'target') {
      this.target = order;
      this.hadTarget = true;
    } else if (order.purpose === 'trailing') {
      this.trailing = order;
      this.hadTrailing = true;
    } else {
      this.exits += 1;
      this.isClosing = true;
      this.exitReason = undefined;
    }
  }

  /** The order is final: it rests no longer, or closes no longer. */
  forget(order: OrderRecord): void {
    if (this.stop === order) this.stop = undefined;
    else if (this.target === order) this.target = undefined;
    else if (this.trailing === order) this.trailing = undefined;
    else if (order.purpose === 'exit') this.isClosing = false;
  }

  /** It is to be closed as soon as nothing rests for it. */
  decideExit(reason: string): void {
    this.isClosing = true;
    this.exitReason = reason;
  }

  /** The entry has filled further: all of it as one execution. */
  grow(filled: Fill): void {
    this.quantity = filled.quantity;
    this.entryPrice = filled.price.toNumber();
  }

  /** An order gives something back. */
  giveBack(order: OrderRecord, fill: Fill): void {
    this.exit = order;
    this.returned = this.returned === undefined ? fill : addFill(this.returned, fill);
  }

  /** Base units still to give back. */
  remaining(): Decimal {
    return this.returned === undefined ? this.quantity : this.quantity.minus(this.returned.quantity);
  }
}
