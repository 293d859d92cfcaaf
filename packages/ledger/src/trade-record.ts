import { Decimal, type OpenTrade, type TradeSide } from '@fathom/contracts';
import type { OrderRecord } from './order-record.js';

/** An open round trip as the ledger builds it up; strategies see it as an `OpenTrade`. */
export class TradeRecord implements OpenTrade {
  readonly side: TradeSide;
  readonly decisionPrice: number;
  readonly openedAt: number;
  readonly entry: OrderRecord;
  /** All that gave something back, summed up; names and reason are the last order's. */
  exit: OrderRecord | undefined = undefined;
  quantity = Decimal.ZERO;
  entryPrice = Number.NaN;
  isClosing = false;
  private name: string | undefined = undefined;

  constructor(entry: OrderRecord, openedAt: number) {
    const { signal } = entry;
    this.side = signal === undefined ? 'long' : signal.side;
    this.decisionPrice = signal === undefined ? 0 : signal.price;
    this.openedAt = openedAt;
    this.entry = entry;
    this.updateEntry();
  }

  get id(): string {
    this.name ??= String(this.entry.tradeKey);
    return this.name;
  }

  /** Takes over what the entry order has filled by now. */
  updateEntry(): void {
    this.quantity = this.entry.filledQuantity;
    this.entryPrice = this.entry.averagePrice.toNumber();
  }

  /** Base units still to give back. */
  remaining(): Decimal {
    return this.exit === undefined ? this.quantity : this.quantity.minus(this.exit.filledQuantity);
  }
}
