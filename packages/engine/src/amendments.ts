import { type AmendSignal, type OrderChange, UsageError, type WithdrawSignal } from '@fathom/contracts';
import type { OrderRecord, TradeRecord } from '@fathom/ledger';
import type { Desk } from './desk.js';
import type { Exits } from './exits.js';

/** Changes what waits: prices of entries and guards, or whether an entry waits at all. */
export class Amendments {
  private readonly desk: Desk;
  private readonly exits: Exits;
  private readonly strategyName: string;

  constructor(desk: Desk, exits: Exits, strategyName: string) {
    this.desk = desk;
    this.exits = exits;
    this.strategyName = strategyName;
  }

  /** @throws {UsageError} when no entry of that name waits. */
  withdraw({ tradeId }: WithdrawSignal): void {
    this.desk.execution.cancel(this.entry(tradeId, 'withdraws'));
  }

  /** @throws {UsageError} when there is nothing of that name to change. */
  amend({ tradeId, limitPrice, stopPrice, takeProfitPrice }: AmendSignal): void {
    if (limitPrice !== undefined) this.reprice(this.entry(tradeId, 'amends'), limitPrice);
    if (stopPrice === undefined && takeProfitPrice === undefined) return;
    const trade = this.desk.ledger.trade(tradeId);
    if (trade === undefined) {
      // It was over before the strategy could know.
      if (this.desk.ledger.isLeftOver(tradeId)) return;
      throw new UsageError(`strategy ${this.strategyName} amends trade ${tradeId}, which is not open`);
    }
    if (trade.isClosing) return;
    if (stopPrice !== undefined) this.moveGuard(trade, 'stop', stopPrice);
    if (takeProfitPrice !== undefined) this.moveGuard(trade, 'target', takeProfitPrice);
    if (trade.entry.isFinal) this.exits.protect(trade);
  }

  private entry(tradeId: string, does: string): OrderRecord {
    const entry = this.desk.ledger.entries().find(({ tradeKey }) => String(tradeKey) === tradeId);
    if (entry !== undefined) return entry;
    throw new UsageError(`strategy ${this.strategyName} ${does} the entry of trade ${tradeId}, which does not wait`);
  }

  /** What rests is amended on the exchange, what was never sent waits elsewhere from now on. */
  private moveGuard(trade: TradeRecord, guard: 'stop' | 'target', price: number): void {
    const order = trade[guard];
    if (order !== undefined) this.reprice(order, price);
    else if (guard === 'stop' ? !trade.hadStop : !trade.hadTarget) {
      this.desk.keep({ type: 'guard-moved', time: this.desk.time, tradeId: trade.id, guard, price });
    }
  }

  /** An order nobody knows the fate of is left alone: the strategy may ask again. */
  private reprice(order: OrderRecord, price: number): void {
    const wanted = this.desk.tick(price);
    if (order.type === 'market' || order.status === 'unknown' || order.price.equals(wanted)) return;
    const change: OrderChange = order.type === 'limit' ? { limitPrice: wanted } : { triggerPrice: wanted };
    this.desk.amend(order, change);
  }
}
