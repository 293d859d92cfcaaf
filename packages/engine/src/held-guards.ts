import type { Candle, GuardKind } from '@fathom/contracts';
import type { TradeRecord } from '@fathom/ledger';
import type { Desk } from './desk.js';
import { type Exits, GUARD_REASONS } from './exits.js';
import type { Guards } from './guards.js';

/** A trailing stop that moves is written down this often at most: what a crash may take back of it. */
const KEEP_EVERY_MS = 60_000;

/**
 * Watches prices for the guards that the bot holds. What they wait for follows from the ledger, so they outlive a restart.
 * A guard that is reached closes its trade like an exit the strategy has decided.
 */
export class HeldGuards {
  private readonly desk: Desk;
  private readonly guards: Guards;
  private readonly exits: Exits;
  private readonly keptAt = new WeakMap<TradeRecord, number>();

  constructor(desk: Desk, guards: Guards, exits: Exits) {
    this.desk = desk;
    this.guards = guards;
    this.exits = exits;
  }

  /** The market is at `price`. */
  priceSeen(price: number): void {
    // A list that is replaced, not changed, when a trade closes.
    for (const trade of this.desk.ledger.open) {
      if (trade.isClosing) continue;
      this.check(trade, price, price);
      if (!trade.isClosing) this.follow(trade, price);
    }
  }

  /**
   * A candle has closed: what the feed has missed of it may have reached a stop. Its range counts for trades that were
   * open all along; for a target only the close, since the market may be elsewhere by now.
   */
  candleSeen(candle: Candle): void {
    const { close, high, low, openTime } = candle;
    for (const trade of this.desk.ledger.open) {
      if (trade.isClosing) continue;
      const isWhole = trade.openedAt <= openTime;
      const worst = trade.side === 'long' ? low : high;
      this.check(trade, isWhole ? worst : close, close);
      if (!trade.isClosing) this.follow(trade, close);
    }
  }

  private check(trade: TradeRecord, worst: number, now: number): void {
    // An exit that was sent and came to nothing is sent again, wherever the price is by then.
    if (trade.exits > 0) return;
    const reached = this.reached(trade, worst, now);
    if (reached !== undefined) this.exits.leave(trade, GUARD_REASONS[reached]);
  }

  private reached(trade: TradeRecord, worst: number, now: number): GuardKind | undefined {
    if (this.isReached(trade, 'stop', worst)) return 'stop';
    if (this.isReached(trade, 'trailing', worst)) return 'trailing';
    return this.isReached(trade, 'target', now) ? 'target' : undefined;
  }

  private isReached(trade: TradeRecord, guard: GuardKind, price: number): boolean {
    const wanted = trade.guardPrice(guard);
    if (wanted === undefined || !this.guards.isHeld(trade, guard)) return false;
    const isBelow = (guard === 'target') === (trade.side === 'short');
    return isBelow ? price <= wanted : price >= wanted;
  }

  /** Lets a trailing stop follow the best price. */
  private follow(trade: TradeRecord, price: number): void {
    const offset = trade.entry.signal?.trailingOffset;
    if (offset === undefined || !trade.isOpen || !this.guards.isHeld(trade, 'trailing')) return;
    const level = trade.side === 'long' ? price - offset : price + offset;
    const known = trade.guardPrice('trailing');
    const isBetter = known === undefined || (trade.side === 'long' ? level > known : level < known);
    if (!isBetter) return;
    trade.moveGuard('trailing', level);
    const { time } = this.desk;
    if (time - (this.keptAt.get(trade) ?? Number.NEGATIVE_INFINITY) < KEEP_EVERY_MS) return;
    this.keptAt.set(trade, time);
    this.desk.store?.append({ type: 'guard-moved', time, tradeId: trade.id, guard: 'trailing', price: level });
  }
}
