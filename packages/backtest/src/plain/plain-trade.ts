import type { Decimal, EnterSignal, OpenTrade } from '@fathom/contracts';
import { tradeKeyText, type WholeTrade } from '@fathom/ledger';

/** What is under way for a plain trade: never more than one order. */
export type PlainOrder = 'entry' | 'stop' | 'exit' | undefined;

/**
 * A trade as `PlainOrders` trades: bought whole at the market, with a stop or without, given back whole. It is handed to the
 * closed trades as it is.
 */
export class PlainTrade implements OpenTrade, WholeTrade {
  readonly quantity: Decimal;
  /** The signal it came from. */
  readonly signal: EnterSignal;
  /** Its name, the minute of its decision. */
  readonly key: number;
  order: PlainOrder = 'entry';
  /** What the exchange calls the order under way, and the entry. */
  orderNumber: number;
  readonly entryNumber: number;
  isClosing = false;
  exitReason = '';
  // What is not known yet is NaN, because a field that begins as a small whole number, and is given another one later, has V8
  // throw away all the code that has met a trade.
  openedAt = Number.NaN;
  entryPrice = Number.NaN;
  /** What was paid, and how much of that to slippage, in units of the price. */
  entryUnits = Number.NaN;
  entrySlip = 0;
  /** The order under way fills once the market is there or lower, as a double and in units of the price: at the market anywhere. */
  goesAt = Number.POSITIVE_INFINITY;
  goesAtUnits = Number.POSITIVE_INFINITY;
  private name: string | undefined = undefined;

  constructor(signal: EnterSignal, quantity: Decimal, key: number, entryNumber: number) {
    this.signal = signal;
    this.quantity = quantity;
    this.key = key;
    this.orderNumber = entryNumber;
    this.entryNumber = entryNumber;
  }

  get side(): 'long' {
    return 'long';
  }

  get entryReason(): string {
    return this.signal.reason;
  }

  get decisionPrice(): number {
    return this.signal.price;
  }

  /** Milliseconds since 1970 UTC: candles close on the minute. */
  get decidedAt(): number {
    return this.key * 60_000;
  }

  get id(): string {
    this.name ??= tradeKeyText(this.key);
    return this.name;
  }
}
