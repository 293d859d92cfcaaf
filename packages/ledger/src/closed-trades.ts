import { type ClosedTrade, exchangeOrderIdText, type Fill, type Liquidity, type TradeSide } from '@fathom/contracts';
import { DecimalColumn } from './decimal-column.js';
import { IdColumn } from './id-column.js';
import type { OrderRecord, TradeRecord } from './records.js';

/** What few different values are seen of: kept once for all trades that share it. */
interface Kind {
  readonly side: TradeSide;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  readonly entryReason: string;
  readonly exitReason: string;
}

/** Decimals of one leg, in the order they are pushed; a trade has two legs. */
const DECIMALS = 5;

/**
 * All finished round trips of a bot, in the order they closed. They are kept in flat columns and made into objects
 * when somebody looks: a backtest closes hundreds of thousands, and as objects the garbage collector would spend as
 * long on carrying them along as the backtest takes.
 */
export class ClosedTrades implements Iterable<ClosedTrade> {
  length = 0;
  /** Opened and closed in turn. */
  private readonly times: number[] = [];
  private readonly ids = new IdColumn(String);
  /** Entry and exit in turn. */
  private readonly orderIds = new IdColumn(exchangeOrderIdText);
  /** Indices of `knownKinds`. */
  private readonly kinds: number[] = [];
  private readonly knownKinds: Kind[] = [];
  private readonly decimals = new DecimalColumn();

  /** Takes a trade that was opened and given back whole; `exit` is the order that did so last. */
  push(trade: TradeRecord, exit: OrderRecord, closedAt: number): void {
    const { entry, returned } = trade;
    const bought = entry.filled;
    if (bought === undefined || returned === undefined) {
      throw new Error(`trade ${trade.id} cannot be closed: nothing was given back`);
    }
    this.length += 1;
    this.times.push(trade.openedAt, closedAt);
    this.ids.push(entry.tradeKey);
    this.orderIds.push(entry.exchangeId ?? '');
    this.orderIds.push(exit.exchangeId ?? '');
    this.kinds.push(this.kindOf(trade.side, bought.liquidity, returned.liquidity, entry.reason, exit.reason));
    this.pushLeg(bought);
    this.pushLeg(returned);
  }

  private pushLeg({ quantity, price, cost, fee, slippage }: Fill): void {
    const { decimals } = this;
    decimals.push(quantity);
    decimals.push(price);
    decimals.push(cost);
    decimals.push(fee);
    decimals.push(slippage);
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const kind = this.knownKinds[this.kinds[index] ?? -1];
    if (kind === undefined) return undefined;
    const { decimals, times } = this;
    const entry = index * 2 * DECIMALS;
    const exit = entry + DECIMALS;
    const entryCost = decimals.at(entry + 2);
    const exitCost = decimals.at(exit + 2);
    const entryFee = decimals.at(entry + 3);
    const exitFee = decimals.at(exit + 3);
    return {
      id: this.ids.at(index),
      side: kind.side,
      quantity: decimals.at(entry),
      openedAt: times[index * 2] ?? Number.NaN,
      closedAt: times[index * 2 + 1] ?? Number.NaN,
      entryOrderId: this.orderIds.at(index * 2),
      exitOrderId: this.orderIds.at(index * 2 + 1),
      entryPrice: decimals.at(entry + 1),
      exitPrice: decimals.at(exit + 1),
      entryCost,
      exitCost,
      entryFee,
      exitFee,
      entryLiquidity: kind.entryLiquidity,
      exitLiquidity: kind.exitLiquidity,
      slippage: decimals.at(entry + 4).plus(decimals.at(exit + 4)),
      profit: (kind.side === 'long' ? exitCost.minus(entryCost) : entryCost.minus(exitCost))
        .minus(entryFee)
        .minus(exitFee),
      entryReason: kind.entryReason,
      exitReason: kind.exitReason,
    };
  }

  *[Symbol.iterator](): Generator<ClosedTrade, void, undefined> {
    for (let index = 0; index < this.length; index += 1) {
      const trade = this.at(index);
      if (trade !== undefined) yield trade;
    }
  }

  private kindOf(
    side: TradeSide,
    entryLiquidity: Liquidity,
    exitLiquidity: Liquidity,
    entryReason: string,
    exitReason: string,
  ): number {
    const { knownKinds } = this;
    for (let index = 0; index < knownKinds.length; index += 1) {
      const kind = knownKinds[index];
      if (
        kind !== undefined &&
        kind.exitReason === exitReason &&
        kind.entryReason === entryReason &&
        kind.side === side &&
        kind.entryLiquidity === entryLiquidity &&
        kind.exitLiquidity === exitLiquidity
      ) {
        return index;
      }
    }
    return knownKinds.push({ side, entryLiquidity, exitLiquidity, entryReason, exitReason }) - 1;
  }
}
