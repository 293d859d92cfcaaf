import { type ClosedTrade, exchangeOrderIdText, type Liquidity, type TradeSide } from '@fathom/contracts';
import { DecimalColumn } from './decimal-column.js';
import { IdColumn } from './id-column.js';
import type { OrderRecord } from './order-record.js';
import type { TradeRecord } from './trade-record.js';

/** What few different values are seen of: kept once for all trades that share it. */
interface Kind {
  readonly side: TradeSide;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  readonly entryReason: string;
  readonly exitReason: string;
}

/** Decimals of one trade, in the order they are pushed. */
const DECIMALS = 9;

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

  /** @param exit all that gave the trade back, summed up */
  push(trade: TradeRecord, exit: OrderRecord, closedAt: number): void {
    const { entry } = trade;
    this.length += 1;
    this.times.push(trade.openedAt, closedAt);
    this.ids.push(entry.tradeKey);
    this.orderIds.push(entry.exchangeId ?? '');
    this.orderIds.push(exit.exchangeId ?? '');
    this.kinds.push(this.kindOf(trade.side, entry, exit));
    const { decimals } = this;
    decimals.push(trade.quantity);
    decimals.push(entry.averagePrice);
    decimals.push(exit.averagePrice);
    decimals.push(entry.cost);
    decimals.push(exit.cost);
    decimals.push(entry.fee);
    decimals.push(exit.fee);
    decimals.push(entry.slippage);
    decimals.push(exit.slippage);
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const kind = this.knownKinds[this.kinds[index] ?? -1];
    if (kind === undefined) return undefined;
    const { decimals, times } = this;
    const first = index * DECIMALS;
    const entryCost = decimals.at(first + 3);
    const exitCost = decimals.at(first + 4);
    const entryFee = decimals.at(first + 5);
    const exitFee = decimals.at(first + 6);
    return {
      id: this.ids.at(index),
      side: kind.side,
      quantity: decimals.at(first),
      openedAt: times[index * 2] ?? Number.NaN,
      closedAt: times[index * 2 + 1] ?? Number.NaN,
      entryOrderId: this.orderIds.at(index * 2),
      exitOrderId: this.orderIds.at(index * 2 + 1),
      entryPrice: decimals.at(first + 1),
      exitPrice: decimals.at(first + 2),
      entryCost,
      exitCost,
      entryFee,
      exitFee,
      entryLiquidity: kind.entryLiquidity,
      exitLiquidity: kind.exitLiquidity,
      slippage: decimals.at(first + 7).plus(decimals.at(first + 8)),
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

  private kindOf(side: TradeSide, entry: OrderRecord, exit: OrderRecord): number {
    const { knownKinds } = this;
    for (let index = 0; index < knownKinds.length; index += 1) {
      const kind = knownKinds[index];
      if (
        kind !== undefined &&
        kind.exitReason === exit.reason &&
        kind.entryReason === entry.reason &&
        kind.side === side &&
        kind.entryLiquidity === entry.liquidity &&
        kind.exitLiquidity === exit.liquidity
      ) {
        return index;
      }
    }
    const [entryReason, exitReason] = [entry.reason, exit.reason];
    return (
      knownKinds.push({
        side,
        entryLiquidity: entry.liquidity,
        exitLiquidity: exit.liquidity,
        entryReason,
        exitReason,
      }) - 1
    );
  }
}
