import {
  Decimal,
  type ExitSignal,
  type GuardKind,
  type OrderRequest,
  type OrderTerms,
  UsageError,
} from '@fathom/contracts';
import type { EndStatus, OrderExtras, OrderRecord, TradeRecord } from '@fathom/ledger';
import type { Desk } from './desk.js';
import type { Guards } from './guards.js';
import { Remainders } from './remainders.js';

/** What trades are closed for when a guard is reached, and how the ids of its orders end. */
export const GUARD_REASONS: Readonly<Record<GuardKind, string>> = {
  stop: 'stopLoss',
  target: 'takeProfit',
  trailing: 'trailingStop',
};
/** An exit that came to nothing, or not to all of it, is sent again after a pause that doubles with each, milliseconds. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 300_000;

/** Why a trade is closed whose coins another order's stray fill has given back. */
const STRAY_FILL = 'strayFill';

const ID_ENDS: Readonly<Record<GuardKind, string>> = { stop: '-s', target: '-t', trailing: '-r' };

/** Gives trades back: at the market when somebody decides it, or by what rests for them. */
export class Exits {
  private readonly desk: Desk;
  private readonly guards: Guards;
  private readonly remainders: Remainders;
  private readonly strategyName: string;
  /** When an exit that came to nothing is to be sent again, milliseconds since 1970 UTC. */
  private readonly dueAt = new WeakMap<TradeRecord, number>();

  constructor(desk: Desk, guards: Guards, strategyName: string) {
    this.desk = desk;
    this.guards = guards;
    this.remainders = new Remainders(desk);
    this.strategyName = strategyName;
  }

  /** @throws {UsageError} when the trade is not open. */
  exit({ tradeId, reason }: ExitSignal): void {
    const trade = this.desk.ledger.trade(tradeId);
    if (trade === undefined) {
      // It was over before the strategy could know.
      if (this.desk.ledger.isLeftOver(tradeId)) return;
      throw new UsageError(`strategy ${this.strategyName} closes trade ${tradeId}, which is not open`);
    }
    if (!trade.isClosing) this.leave(trade, reason);
  }

  /** Closes a trade at the market, once nothing is on the exchange that could fill as well. */
  leave(trade: TradeRecord, reason: string): void {
    if (trade.isResting || !trade.entry.isFinal) {
      this.decide(trade, reason);
      this.cancelAll(trade);
      return;
    }
    const idEnd = trade.exits === 0 ? '-x' : `-x${trade.exits}`;
    const isSent = this.giveBack(trade, 'market', Decimal.ZERO, undefined, 'exit', reason, idEnd);
    // It has to wait for what other orders may still give back, or for a price.
    if (!isSent && trade.isOpen && !(trade.isClosing && trade.exitReason === reason)) this.decide(trade, reason);
  }

  /** A stray fill has given back what trades count: orders on the exchange that would give it back again are taken off. */
  strayed(time: number): void {
    if (this.guards.isSimulated) return;
    this.desk.time = time;
    for (const trade of this.remainders.uncovered()) this.leave(trade, STRAY_FILL);
  }

  /**
   * It is now `time`: what was to be closed, and is not, is tried again. Its guards were taken off for the exit, so nothing
   * else would close it, and whoever decided that need not decide it twice. A guard that could not rest, because other
   * orders might have sold the same coins, does so once they will not.
   */
  timePassed(time: number): void {
    // A list that is replaced, not changed, when a trade closes.
    for (const trade of this.desk.ledger.open) {
      const reason = wanting(trade);
      if (reason === undefined) {
        if (!trade.isClosing && !trade.isResting && trade.entry.isFinal) this.protectLater(trade, time);
        continue;
      }
      const waitMs = (this.dueAt.get(trade) ?? time) - time;
      // A clock that was set back must not put it off.
      if (waitMs > 0 && waitMs <= LONGEST_PAUSE_MS) continue;
      this.desk.time = time;
      this.leave(trade, reason);
    }
  }

  /** An order is final. */
  ended(order: OrderRecord, how: EndStatus): void {
    const { trade } = order;
    if (order.purpose !== 'entry') this.exitEnded(order, trade, how);
    else if (trade !== undefined && trade.isOpen) this.entryEnded(trade);
  }

  /** Does for an open trade what a crash kept from being done. */
  takeUp(trade: TradeRecord): void {
    const { leftFor, lostGuard } = trade;
    if (trade.exitReason !== undefined) {
      if (trade.isResting || !trade.entry.isFinal) this.cancelAll(trade);
      else this.leave(trade, trade.exitReason);
    } else if (trade.isClosing || !trade.entry.isFinal) return;
    else if (leftFor !== undefined) this.leave(trade, leftFor);
    else if (lostGuard !== undefined) this.leave(trade, `${lostGuard}-lost`);
    else this.protect(trade);
  }

  /** Rests the guards that are to wait on the exchange, each once. */
  protect(trade: TradeRecord): void {
    const { signal } = trade.entry;
    if (signal === undefined) return;
    const isPlain = signal.stopPrice === undefined && signal.takeProfitPrice === undefined;
    if (isPlain && signal.trailingOffset === undefined && !trade.isMoved) return;
    for (const guard of this.guards.due(trade)) {
      const { type, price, extras } = this.guards.orderFor(trade, guard);
      const limit = guard === 'trailing' ? Decimal.ZERO : this.desk.tick(price);
      this.giveBack(trade, type, limit, extras, guard, GUARD_REASONS[guard], ID_ENDS[guard]);
    }
  }

  /** Takes off the exchange whatever is there for a trade. */
  cancelAll({ stop, target, trailing, entry }: TradeRecord): void {
    const { execution } = this.desk;
    if (!entry.isFinal) execution.cancel(entry);
    if (stop !== undefined) execution.cancel(stop);
    if (target !== undefined) execution.cancel(target);
    if (trailing !== undefined) execution.cancel(trailing);
  }

  private protectLater(trade: TradeRecord, time: number): void {
    if (this.guards.due(trade).length === 0) return;
    this.desk.time = time;
    this.protect(trade);
  }

  private entryEnded(trade: TradeRecord): void {
    if (trade.exitReason !== undefined && !trade.isResting) this.leave(trade, trade.exitReason);
    else if (!trade.isClosing) this.protect(trade);
  }

  /** An order that was to give a trade back is final. */
  private exitEnded(order: OrderRecord, trade: TradeRecord | undefined, how: EndStatus): void {
    if (trade === undefined) return;
    const { purpose } = order;
    if (!trade.isOpen) {
      this.cancelAll(trade);
      return;
    }
    // Refused, canceled or lost: tried again under the next exit's id.
    if (purpose === 'exit') {
      if (how === 'rejected') this.remainders.rejected(order, trade);
      // What was lost was not turned down, and has been looked for for minutes, with nothing to guard the trade.
      const tries = how === 'lost' ? 0 : trade.exits;
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** tries, LONGEST_PAUSE_MS);
      this.dueAt.set(trade, this.desk.time + pauseMs);
      return;
    }
    // A trade whose stop is gone though nobody meant to close it is closed, whatever else rests for it.
    const hasLostStop = purpose !== 'target' && trade.exitReason === undefined;
    if (trade.isResting && !hasLostStop) return;
    this.leave(trade, trade.exitReason ?? `${purpose}-${how}`);
  }

  private decide(trade: TradeRecord, reason: string): void {
    const { store, time } = this.desk;
    store?.append({ type: 'exit-decided', time, tradeId: trade.id, reason });
    trade.decideExit(reason);
  }

  /**
   * Sends an order for all that a trade still holds, and the bot has. An exchange that plays candles executes each order
   * once and any size, and is told at once of everything that could close the trade.
   * @returns whether there was anything to send.
   */
  private giveBack(
    trade: TradeRecord,
    type: OrderRequest['type'],
    price: Decimal,
    extras: OrderExtras | undefined,
    purpose: 'exit' | GuardKind,
    reason: string,
    idEnd: string,
  ): boolean {
    const { time } = this.desk;
    const { entry } = trade;
    const side = trade.side === 'long' ? 'sell' : 'buy';
    const quantity = this.guards.isSimulated ? trade.remaining() : this.remainders.toOrder(trade);
    if (quantity === undefined) return false;
    const terms = entry.isOnMargin ? closingTerms(entry.terms) : undefined;
    const { tradeKey: key } = entry;
    const signal = undefined;
    this.desk.send(
      { type, side, quantity, price, extras, terms, time, purpose, tradeKey: key, trade, reason, signal },
      idEnd,
    );
    return true;
  }
}

/** Why a trade is to be closed for which nothing is under way; undefined for one that stays, or is being closed. */
function wanting({ exitReason, leftFor, isClosing, isResting, entry }: TradeRecord): string | undefined {
  if (exitReason !== undefined) return isResting || !entry.isFinal ? undefined : exitReason;
  return isClosing ? undefined : leftFor;
}

/** What was opened on margin is only ever made smaller. */
function closingTerms(terms: OrderTerms | undefined): OrderTerms {
  return { ...(terms?.leverage !== undefined && { leverage: terms.leverage }), reduceOnly: true };
}
