import { type ClosedTrade, Decimal, type OpenTrade, type TradeSide } from '@fathom/contracts';
import type { OrderRecord } from './order-record.js';

/** An open round trip as the ledger builds it up; strategies see it as an `OpenTrade`. */
export class TradeRecord implements OpenTrade {
  readonly id: string;
  readonly side: TradeSide;
  readonly decisionPrice: number;
  readonly openedAt: number;
  readonly entry: OrderRecord;
  /** All that gave something back, summed up; names and reason are the last order's. */
  exit: OrderRecord | undefined;
  quantity = Decimal.ZERO;
  entryPrice = 0;
  isClosing = false;

  constructor(entry: OrderRecord, openedAt: number) {
    const { signal, tradeId } = entry.intent;
    this.id = tradeId;
    this.side = signal?.side ?? 'long';
    this.decisionPrice = signal?.price ?? 0;
    this.openedAt = openedAt;
    this.entry = entry;
    this.updateEntry();
  }

  /** Takes over what the entry order has filled by now. */
  updateEntry(): void {
    this.quantity = this.entry.filledQuantity;
    this.entryPrice = this.entry.price.toNumber();
  }

  /** Base units still to give back. */
  remaining(): Decimal {
    return this.exit === undefined ? this.quantity : this.quantity.minus(this.exit.filledQuantity);
  }

  close(closedAt: number): ClosedTrade {
    const { entry, exit } = this;
    if (exit === undefined) throw new Error(`trade ${this.id} cannot be closed: nothing was given back`);
    const move = this.side === 'long' ? exit.cost.minus(entry.cost) : entry.cost.minus(exit.cost);
    return {
      id: this.id,
      side: this.side,
      quantity: this.quantity,
      openedAt: this.openedAt,
      closedAt,
      entryOrderId: entry.exchangeOrderId,
      exitOrderId: exit.exchangeOrderId,
      entryPrice: entry.price,
      exitPrice: exit.price,
      entryCost: entry.cost,
      exitCost: exit.cost,
      entryFee: entry.fee,
      exitFee: exit.fee,
      entryLiquidity: entry.liquidity,
      exitLiquidity: exit.liquidity,
      slippage: entry.slippage.plus(exit.slippage),
      profit: move.minus(entry.fee).minus(exit.fee),
      entryReason: entry.intent.reason,
      exitReason: exit.intent.reason,
    };
  }
}
