import type { Decimal, EnterSignal, OpenTrade } from '@fathom/contracts';
import { tradeKeyText, type WholeTrade } from '@fathom/ledger';

/** What is under way for a plain trade: never more than one order. */
export type PlainOrder = 'entry' | 'stop' | 'exit' | undefined;

/**
 * A trade as `PlainOrders` trades: bought whole at the market, with a stop or without, given back whole. It is handed to the
 * closed trades as it is.
 */
export class PlainTrade implements OpenTrade, WholeTrade {
  readonly side = 'long';
  readonly quantity: Decimal;
  readonly decisionPrice: number;
  /** The signal it came from. */
  readonly signal: EnterSignal;
  /** Its name, the minute of its decision, and that instant, milliseconds since 1970 UTC. */
  readonly key: number;
  readonly decidedAt: number;
  order: PlainOrder = 'entry';
  /** What the exchange calls the order under way, and the entry. */
  orderNumber = 0;
  entryNumber = 0;
  isClosing = false;
  exitReason = '';
  // What is not known yet is NaN, because a field that begins as a small whole number, and is given another one later, has V8
  // throw away all the code that has met a trade.
  openedAt = Number.NaN;
  entryPrice = Number.NaN;
  /** What was paid, and how much of that to slippage, in units of the price. */
  entryUnits = Number.NaN;
  entrySlip = Number.NaN;
  /** Where the stop rests or rested, in units of the price and as a double. */
  stopUnits = Number.NaN;
  stopPrice = Number.NaN;
  exitDecidedAt = Number.NaN;
  closedAt = Number.NaN;
  /** What was got, and how much less that was for slippage, in units of the price. */
  exitUnits = Number.NaN;
  exitSlip = Number.NaN;
  private name: string | undefined = undefined;

  constructor(signal: EnterSignal, quantity: Decimal, key: number, decidedAt: number) {
    this.signal = signal;
    this.quantity = quantity;
    this.decisionPrice = signal.price;
    this.key = key;
    this.decidedAt = decidedAt;
  }

  get entryReason(): string {
    return this.signal.reason;
  }

  get id(): string {
    this.name ??= tradeKeyText(this.key);
    return this.name;
  }
}
