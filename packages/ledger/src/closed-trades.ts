import {
  type ClosedTrade,
  Decimal,
  exchangeOrderIdText,
  type Fill,
  type Liquidity,
  type TradeSide,
} from '@fathom/contracts';
import type { OrderRecord, TradeRecord } from './records.js';

/** What few different values are seen of: kept once for all trades that share it. */
interface Kind {
  readonly side: TradeSide;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  readonly entryReason: string;
  readonly exitReason: string;
}

/** Digits after the point of an execution's amounts: hardly ever more than a few combinations. */
interface Scales {
  readonly quantity: number;
  readonly price: number;
  readonly cost: number;
  readonly fee: number;
  readonly slippage: number;
}

/** Numbers of one trade: opened, closed, three ids, kind, and both executions. */
const ROW = 18;
const IDS = 2;
const KIND = 5;
const ENTRY = 6;
const EXIT = 12;

/**
 * All finished round trips of a bot, in the order they closed. They are kept as plain numbers in one flat list and made
 * into objects when somebody looks: a backtest closes hundreds of thousands, and as objects the garbage collector would
 * spend as long on carrying them along as the backtest takes. It is one list, added to at one place, because what is
 * called for each trade is also what V8 has to compile before a backtest is fast.
 */
export class ClosedTrades implements Iterable<ClosedTrade> {
  length = 0;
  private readonly rows: number[] = [];
  private readonly kinds: Kind[] = [];
  private readonly scales: Scales[] = [];
  /** Ids that are no numbers, by their place in `rows`. */
  private readonly texts = new Map<number, string>();
  /** Executions with amounts a double cannot hold, by their place in `rows`. */
  private readonly large = new Map<number, Fill>();
  /** Rollover fees by the trade's index; most trades have none. */
  private readonly rolloverFees = new Map<number, Decimal>();

  /** Takes a trade that was opened and given back whole; `exit` is the order that did so last. */
  push(trade: TradeRecord, exit: OrderRecord, closedAt: number): void {
    const { entry, returned } = trade;
    const bought = entry.filled;
    if (bought === undefined || returned === undefined) throw nothingReturned(trade);
    const first = this.length * ROW;
    if (!trade.rolloverFee.isZero()) this.rolloverFees.set(this.length, trade.rolloverFee);
    this.length += 1;
    this.rows.push(
      trade.openedAt,
      closedAt,
      this.idAt(first + IDS, entry.tradeKey),
      this.idAt(first + IDS + 1, entry.exchangeId),
      this.idAt(first + IDS + 2, exit.exchangeId),
      this.kindOf(trade.side, bought.liquidity, returned.liquidity, entry.reason, exit.reason),
      this.scalesAt(first + ENTRY, bought),
      bought.quantity.safeUnits,
      bought.price.safeUnits,
      bought.cost.safeUnits,
      bought.fee.safeUnits,
      bought.slippage.safeUnits,
      this.scalesAt(first + EXIT, returned),
      returned.quantity.safeUnits,
      returned.price.safeUnits,
      returned.cost.safeUnits,
      returned.fee.safeUnits,
      returned.slippage.safeUnits,
    );
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const { rows } = this;
    const first = index * ROW;
    const kind = this.kinds[rows[first + KIND] ?? -1];
    if (kind === undefined) return undefined;
    const entry = this.execution(first + ENTRY);
    const exit = this.execution(first + EXIT);
    const rolloverFee = this.rolloverFees.get(index) ?? Decimal.ZERO;
    return {
      id: this.texts.get(first + IDS) ?? String(rows[first + IDS]),
      side: kind.side,
      quantity: entry.quantity,
      openedAt: rows[first] ?? Number.NaN,
      closedAt: rows[first + 1] ?? Number.NaN,
      entryOrderId: this.orderId(first + IDS + 1),
      exitOrderId: this.orderId(first + IDS + 2),
      entryPrice: entry.price,
      exitPrice: exit.price,
      entryCost: entry.cost,
      exitCost: exit.cost,
      entryFee: entry.fee,
      exitFee: exit.fee,
      entryLiquidity: kind.entryLiquidity,
      exitLiquidity: kind.exitLiquidity,
      rolloverFee,
      slippage: entry.slippage.plus(exit.slippage),
      profit: (kind.side === 'long' ? exit.cost.minus(entry.cost) : entry.cost.minus(exit.cost))
        .minus(entry.fee)
        .minus(exit.fee)
        .minus(rolloverFee),
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

  private idAt(place: number, id: string | number | undefined): number {
    if (typeof id === 'number') return id;
    this.texts.set(place, id ?? '');
    return Number.NaN;
  }

  private orderId(place: number): string {
    return exchangeOrderIdText(this.texts.get(place) ?? this.rows[place] ?? '');
  }

  private execution(place: number): Pick<Fill, 'quantity' | 'price' | 'cost' | 'fee' | 'slippage'> {
    const { rows } = this;
    const large = this.large.get(place);
    if (large !== undefined) return large;
    const scales = this.scales[rows[place] ?? -1];
    if (scales === undefined) throw new Error(`no execution at ${place}`);
    return {
      quantity: Decimal.ofSafe(rows[place + 1] ?? Number.NaN, scales.quantity),
      price: Decimal.ofSafe(rows[place + 2] ?? Number.NaN, scales.price),
      cost: Decimal.ofSafe(rows[place + 3] ?? Number.NaN, scales.cost),
      fee: Decimal.ofSafe(rows[place + 4] ?? Number.NaN, scales.fee),
      slippage: Decimal.ofSafe(rows[place + 5] ?? Number.NaN, scales.slippage),
    };
  }

  /** The number of an execution's scales. */
  private scalesAt(place: number, fill: Fill): number {
    const { quantity, price, cost, fee, slippage } = fill;
    const sum = quantity.safeUnits + price.safeUnits + cost.safeUnits + fee.safeUnits + slippage.safeUnits;
    if (Number.isNaN(sum)) this.large.set(place, fill);
    const { scales } = this;
    for (let i = 0; i < scales.length; i += 1) {
      const known = scales[i];
      if (
        known !== undefined &&
        known.quantity === quantity.scale &&
        known.price === price.scale &&
        known.cost === cost.scale &&
        known.fee === fee.scale &&
        known.slippage === slippage.scale
      ) {
        return i;
      }
    }
    return addScales(scales, fill);
  }

  private kindOf(
    side: TradeSide,
    entryLiquidity: Liquidity,
    exitLiquidity: Liquidity,
    entryReason: string,
    exitReason: string,
  ): number {
    const { kinds } = this;
    for (let i = 0; i < kinds.length; i += 1) {
      const kind = kinds[i];
      if (
        kind !== undefined &&
        kind.exitReason === exitReason &&
        kind.entryReason === entryReason &&
        kind.side === side &&
        kind.entryLiquidity === entryLiquidity &&
        kind.exitLiquidity === exitLiquidity
      ) {
        return i;
      }
    }
    return kinds.push({ side, entryLiquidity, exitLiquidity, entryReason, exitReason }) - 1;
  }
}

function addScales(scales: Scales[], { quantity, price, cost, fee, slippage }: Fill): number {
  const added = {
    quantity: quantity.scale,
    price: price.scale,
    cost: cost.scale,
    fee: fee.scale,
    slippage: slippage.scale,
  };
  return scales.push(added) - 1;
}

function nothingReturned(trade: TradeRecord): Error {
  return new Error(`trade ${trade.id} cannot be closed: nothing was given back`);
}
