import type { Decimal, EnterSignal, OpenTrade } from '@fathom/contracts';
import { tradeKeyText } from '@fathom/ledger';

/** What is under way for a plain trade: never more than one order. */
export type PlainOrder = 'entry' | 'stop' | 'exit' | undefined;

/** A trade as `PlainOrders` trades: bought whole at the market, with a stop or without, given back whole. */
export class PlainTrade implements OpenTrade {
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
  openedAt = 0;
  entryPrice = 0;
  /** What was paid, and how much of that to slippage, in units of the price. */
  entryUnits = 0;
  entrySlip = 0;
  /** Where the stop rests or rested, in units of the price and as a double; zero without one. */
  stopUnits = 0;
  stopPrice = 0;
  exitDecidedAt = 0;
  exitReason = '';
  private name: string | undefined = undefined;

  constructor(signal: EnterSignal, quantity: Decimal, key: number, decidedAt: number) {
    this.signal = signal;
    this.quantity = quantity;
    this.decisionPrice = signal.price;
    this.key = key;
    this.decidedAt = decidedAt;
  }

  get id(): string {
    this.name ??= tradeKeyText(this.key);
    return this.name;
  }
}
