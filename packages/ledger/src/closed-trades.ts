import {
  type ClosedTrade,
  Decimal,
  exchangeOrderIdText,
  type Fill,
  type Liquidity,
  type TradeSide,
} from '@fathom/contracts';
import { NumberRows } from './number-rows.js';
import { type Execution, tradeFigures, type TradeFigures, type TradeKind } from './trade-figures.js';
import type { OrderRecord, TradeRecord } from './records.js';
import { tradeKeyText } from './trade-id.js';
import { type WholeTerms, WholeTrades } from './whole-trades.js';

/** Digits after the point of an execution's amounts: hardly ever more than a few combinations. */
export interface Scales {
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
const NO_TERMS: WholeTerms = { quantity: Decimal.ZERO, feeRate: Decimal.ZERO, priceDecimals: 0 };

/**
 * All finished round trips of a bot, in the order they closed. They are kept as plain numbers and made into
 * objects when somebody looks: a backtest closes hundreds of thousands, and as objects the garbage collector would
 * spend as long on carrying them along as the backtest takes. Each is added at one place, because what is called for each
 * trade is also what V8 has to compile before a backtest is fast.
 */
export class ClosedTrades implements Iterable<ClosedTrade> {
  /** The first of them, when a backtest began with trades it made no records of. */
  private whole = new WholeTrades(NO_TERMS);
  private readonly rows = new NumberRows(ROW);
  private readonly kinds: TradeKind[] = [];
  private readonly scales: Scales[] = [];
  /** Ids that are no numbers, by their place in `rows`. */
  private readonly texts = new Map<number, string>();
  /** Executions with amounts a double cannot hold, by their place in `rows`. */
  private readonly large = new Map<number, Fill>();
  /** Rollover fees by the trade's row; most trades have none. */
  private readonly rolloverFees = new Map<number, Decimal>();
  /** What was never given back, by the trade's row; hardly any trade has such. */
  private readonly leftOvers = new Map<number, Decimal>();

  /** Takes a trade that was opened and given back whole; `exit` is the order that did so last. */
  push(trade: TradeRecord, exit: OrderRecord, closedAt: number): void {
    const { entry, returned } = trade;
    const bought = entry.filled;
    if (bought === undefined || returned === undefined) throw nothingReturned(trade);
    const { rows } = this;
    const first = rows.length * ROW;
    if (!trade.rolloverFee.isZero()) this.rolloverFees.set(rows.length, trade.rolloverFee);
    if (trade.leftOver !== undefined) this.leftOvers.set(rows.length, trade.leftOver);
    rows.addUpTo(1);
    const { block, at } = rows;
    block[at] = trade.openedAt;
    block[at + 1] = closedAt;
    block[at + 2] = this.idAt(first + IDS, entry.tradeKey);
    block[at + 3] = this.idAt(first + IDS + 1, entry.exchangeId);
    block[at + 4] = this.idAt(first + IDS + 2, exit.exchangeId);
    block[at + 5] = this.kindOf(trade.side, bought.liquidity, returned.liquidity, entry.reason, exit.reason);
    block[at + 6] = this.scalesAt(first + ENTRY, bought);
    block[at + 7] = bought.quantity.safeUnits;
    block[at + 8] = bought.price.safeUnits;
    block[at + 9] = bought.cost.safeUnits;
    block[at + 10] = bought.fee.safeUnits;
    block[at + 11] = bought.slippage.safeUnits;
    block[at + 12] = this.scalesAt(first + EXIT, returned);
    block[at + 13] = returned.quantity.safeUnits;
    block[at + 14] = returned.price.safeUnits;
    block[at + 15] = returned.cost.safeUnits;
    block[at + 16] = returned.fee.safeUnits;
    block[at + 17] = returned.slippage.safeUnits;
  }

  /** For trades nobody makes records of, all of them before the first that is pushed. */
  wholeTrades(terms: WholeTerms): WholeTrades {
    this.whole = new WholeTrades(terms);
    return this.whole;
  }

  get length(): number {
    return this.whole.length + this.rows.length;
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const { whole, rows } = this;
    if (index < whole.length) return whole.at(index);
    const figures = this.figuresAt(index);
    if (figures === undefined) return undefined;
    const row = index - whole.length;
    const leftOver = this.leftOvers.get(row);
    return {
      id: this.texts.get(row * ROW + IDS) ?? tradeKeyText(rows.get(row, IDS)),
      entryOrderId: this.orderId(row, IDS + 1),
      exitOrderId: this.orderId(row, IDS + 2),
      ...figures,
      ...(leftOver !== undefined && { leftOver }),
    };
  }

  /** The same without its names, which are texts nobody needs for sums. */
  figuresAt(index: number): TradeFigures | undefined {
    const { rows, whole } = this;
    if (index < whole.length) return whole.figuresAt(index);
    const row = index - whole.length;
    const kind = this.kinds[rows.get(row, KIND)];
    if (kind === undefined) return undefined;
    return tradeFigures(kind, {
      openedAt: rows.get(row, 0),
      closedAt: rows.get(row, 1),
      entry: this.execution(row, ENTRY),
      exit: this.execution(row, EXIT),
      rolloverFee: this.rolloverFees.get(row) ?? Decimal.ZERO,
    });
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

  private orderId(row: number, column: number): string {
    return exchangeOrderIdText(this.texts.get(row * ROW + column) ?? this.rows.get(row, column));
  }

  private execution(row: number, column: number): Execution {
    const { rows } = this;
    const large = this.large.get(row * ROW + column);
    if (large !== undefined) return large;
    const scales = this.scales[rows.get(row, column)];
    if (scales === undefined) throw new Error(`trade ${row} has no execution at ${column}`);
    return {
      quantity: Decimal.ofSafe(rows.get(row, column + 1), scales.quantity),
      price: Decimal.ofSafe(rows.get(row, column + 2), scales.price),
      cost: Decimal.ofSafe(rows.get(row, column + 3), scales.cost),
      fee: Decimal.ofSafe(rows.get(row, column + 4), scales.fee),
      slippage: Decimal.ofSafe(rows.get(row, column + 5), scales.slippage),
    };
  }

  /** A number for these digits. */
  private scalesOf(wanted: Scales): number {
    const { scales } = this;
    for (let i = 0; i < scales.length; i += 1) {
      const known = scales[i];
      if (
        known !== undefined &&
        known.quantity === wanted.quantity &&
        known.price === wanted.price &&
        known.cost === wanted.cost &&
        known.fee === wanted.fee &&
        known.slippage === wanted.slippage
      ) {
        return i;
      }
    }
    return scales.push(wanted) - 1;
  }

  private scalesAt(place: number, fill: Fill): number {
    const { quantity, price, cost, fee, slippage } = fill;
    const sum = quantity.safeUnits + price.safeUnits + cost.safeUnits + fee.safeUnits + slippage.safeUnits;
    if (Number.isNaN(sum)) this.large.set(place, fill);
    const { scale } = quantity;
    return this.scalesOf({
      quantity: scale,
      price: price.scale,
      cost: cost.scale,
      fee: fee.scale,
      slippage: slippage.scale,
    });
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

function nothingReturned(trade: TradeRecord): Error {
  return new Error(`trade ${trade.id} cannot be closed: nothing was given back`);
}
