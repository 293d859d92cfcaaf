import type { ClosedTrade, Liquidity, TradeSide } from '@fathom/contracts';
import { DecimalColumn } from './decimal-column.js';

/** What few different values are seen of: kept once for all trades that share it. */
interface Kind {
  readonly side: TradeSide;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  readonly entryReason: string;
  readonly exitReason: string;
}

/** Decimals of one trade, in the order they are pushed. */
const DECIMALS = 8;
/** Ids of one trade. */
const IDS = 3;

/**
 * All finished round trips of a bot, in the order they closed. They are kept in flat columns and made into objects
 * when somebody looks: a backtest closes hundreds of thousands, and as objects the garbage collector would spend as
 * long on carrying them along as the backtest takes.
 */
export class ClosedTrades implements Iterable<ClosedTrade> {
  length = 0;
  private readonly times: number[] = [];
  private readonly ids: string[] = [];
  private readonly kinds: Kind[] = [];
  private readonly knownKinds: Kind[] = [];
  private readonly decimals = new DecimalColumn();

  push(trade: ClosedTrade): void {
    this.length += 1;
    this.times.push(trade.openedAt, trade.closedAt);
    this.ids.push(trade.id, trade.entryOrderId, trade.exitOrderId);
    this.kinds.push(this.kindOf(trade));
    const { decimals } = this;
    decimals.push(trade.quantity);
    decimals.push(trade.entryPrice);
    decimals.push(trade.exitPrice);
    decimals.push(trade.entryCost);
    decimals.push(trade.exitCost);
    decimals.push(trade.entryFee);
    decimals.push(trade.exitFee);
    decimals.push(trade.slippage);
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const kind = this.kinds[index];
    if (kind === undefined) return undefined;
    const { decimals, times, ids } = this;
    const first = index * DECIMALS;
    const entryCost = decimals.at(first + 3);
    const exitCost = decimals.at(first + 4);
    const entryFee = decimals.at(first + 5);
    const exitFee = decimals.at(first + 6);
    return {
      id: ids[index * IDS] ?? '',
      side: kind.side,
      quantity: decimals.at(first),
      openedAt: times[index * 2] ?? Number.NaN,
      closedAt: times[index * 2 + 1] ?? Number.NaN,
      entryOrderId: ids[index * IDS + 1] ?? '',
      exitOrderId: ids[index * IDS + 2] ?? '',
      entryPrice: decimals.at(first + 1),
      exitPrice: decimals.at(first + 2),
      entryCost,
      exitCost,
      entryFee,
      exitFee,
      entryLiquidity: kind.entryLiquidity,
      exitLiquidity: kind.exitLiquidity,
      slippage: decimals.at(first + 7),
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

  private kindOf({ side, entryLiquidity, exitLiquidity, entryReason, exitReason }: ClosedTrade): Kind {
    for (const kind of this.knownKinds) {
      if (
        kind.exitReason === exitReason &&
        kind.entryReason === entryReason &&
        kind.side === side &&
        kind.entryLiquidity === entryLiquidity &&
        kind.exitLiquidity === exitLiquidity
      ) {
        return kind;
      }
    }
    const kind = { side, entryLiquidity, exitLiquidity, entryReason, exitReason };
    this.knownKinds.push(kind);
    return kind;
  }
}
