import {
  type ClosedTrade,
  Decimal,
  exchangeOrderIdText,
  type Fill,
  type Liquidity,
  type TradeSide,
} from '@fathom/contracts';
import { NumberRows } from './number-rows.js';
import type { OrderRecord, TradeRecord } from './records.js';
import { tradeKeyText } from './trade-id.js';

/** What few different values are seen of: kept once for all trades that share it. */
interface Kind {
  readonly side: TradeSide;
  readonly entryLiquidity: Liquidity;
  readonly exitLiquidity: Liquidity;
  readonly entryReason: string;
  readonly exitReason: string;
}

/** Digits after the point of an execution's amounts: hardly ever more than a few combinations. */
export interface Scales {
  readonly quantity: number;
  readonly price: number;
  readonly cost: number;
  readonly fee: number;
  readonly slippage: number;
}

/**
 * A long trade bought and given back by one taker's fill each. Prices and what slippage took of them are safe integers, in
 * units of the price; times milliseconds since 1970.
 */
export interface WholeTrade {
  readonly openedAt: number;
  /** Its name. */
  readonly key: number;
  /** What the exchange calls the entry, and the order that ended it. */
  readonly entryNumber: number;
  readonly orderNumber: number;
  readonly entryReason: string;
  readonly exitReason: string;
  readonly entryUnits: number;
  readonly entrySlip: number;
}

/** What all whole trades of a run share. */
export interface WholeTerms {
  /** What the amounts' digits are, by `scalesOf`. */
  readonly scales: number;
  /** Of each trade, and the share of a cost that is its fee, as whole numbers of their last digit. */
  readonly quantityUnits: number;
  readonly feeUnits: number;
}

/** What a closed trade came to. */
export type TradeFigures = Omit<ClosedTrade, 'id' | 'entryOrderId' | 'exitOrderId' | 'leftOver'>;

/** Numbers of one trade: opened, closed, three ids, kind, and both executions. */
const ROW = 18;
const IDS = 2;
const KIND = 5;
const ENTRY = 6;
const EXIT = 12;

/**
 * All finished round trips of a bot, in the order they closed. They are kept as plain numbers and made into
 * objects when somebody looks: a backtest closes hundreds of thousands, and as objects the garbage collector would
 * spend as long on carrying them along as the backtest takes. Each is added at one place, because what is called for each
 * trade is also what V8 has to compile before a backtest is fast.
 */
export class ClosedTrades implements Iterable<ClosedTrade> {
  private readonly rows = new NumberRows(ROW);
  private readonly kinds: Kind[] = [];
  private readonly scales: Scales[] = [];
  /** Ids that are no numbers, by their place in `rows`. */
  private readonly texts = new Map<number, string>();
  /** Executions with amounts a double cannot hold, by their place in `rows`. */
  private readonly large = new Map<number, Fill>();
  /** Rollover fees by the trade's index; most trades have none. */
  private readonly rolloverFees = new Map<number, Decimal>();
  /** What was never given back, by the trade's index; hardly any trade has such. */
  private readonly leftOvers = new Map<number, Decimal>();

  /** Takes a trade that was opened and given back whole; `exit` is the order that did so last. */
  push(trade: TradeRecord, exit: OrderRecord, closedAt: number): void {
    const { entry, returned } = trade;
    const bought = entry.filled;
    if (bought === undefined || returned === undefined) throw nothingReturned(trade);
    const first = this.length * ROW;
    if (!trade.rolloverFee.isZero()) this.rolloverFees.set(this.length, trade.rolloverFee);
    if (trade.leftOver !== undefined) this.leftOvers.set(this.length, trade.leftOver);
    const { rows } = this;
    rows.add();
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

  /**
   * Takes a trade that nobody made records of. Hot: a backtest adds hundreds of thousands this way.
   * @param exitUnits what it was given back for, and `exitSlip` what slippage took of that, as in the trade
   */
  pushWhole(trade: WholeTrade, closedAt: number, exitUnits: number, exitSlip: number, terms: WholeTerms): void {
    const { rows } = this;
    const { entryUnits } = trade;
    const { scales, quantityUnits, feeUnits } = terms;
    const kind = this.kindOf('long', 'taker', 'taker', trade.entryReason, trade.exitReason);
    rows.add();
    const { block, at } = rows;
    block[at] = trade.openedAt;
    block[at + 1] = closedAt;
    block[at + 2] = trade.key;
    block[at + 3] = trade.entryNumber;
    block[at + 4] = trade.orderNumber;
    block[at + 5] = kind;
    block[at + 6] = scales;
    block[at + 7] = quantityUnits;
    block[at + 8] = entryUnits;
    block[at + 9] = entryUnits * quantityUnits;
    block[at + 10] = entryUnits * quantityUnits * feeUnits;
    block[at + 11] = trade.entrySlip * quantityUnits;
    block[at + 12] = scales;
    block[at + 13] = quantityUnits;
    block[at + 14] = exitUnits;
    block[at + 15] = exitUnits * quantityUnits;
    block[at + 16] = exitUnits * quantityUnits * feeUnits;
    block[at + 17] = exitSlip * quantityUnits;
  }

  get length(): number {
    return this.rows.length;
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const figures = this.figuresAt(index);
    if (figures === undefined) return undefined;
    const leftOver = this.leftOvers.get(index);
    return {
      id: this.texts.get(index * ROW + IDS) ?? tradeKeyText(this.rows.get(index, IDS)),
      entryOrderId: this.orderId(index, IDS + 1),
      exitOrderId: this.orderId(index, IDS + 2),
      ...figures,
      ...(leftOver !== undefined && { leftOver }),
    };
  }

  /** The same without its names, which are texts nobody needs for sums. */
  figuresAt(index: number): TradeFigures | undefined {
    const { rows } = this;
    const kind = this.kinds[rows.get(index, KIND)];
    if (kind === undefined) return undefined;
    const entry = this.execution(index, ENTRY);
    const exit = this.execution(index, EXIT);
    const rolloverFee = this.rolloverFees.get(index) ?? Decimal.ZERO;
    const gain = kind.side === 'long' ? exit.cost.minus(entry.cost) : entry.cost.minus(exit.cost);
    const beforeRollover = gain.minus(entry.fee.plus(exit.fee));
    return {
      side: kind.side,
      quantity: entry.quantity,
      openedAt: rows.get(index, 0),
      closedAt: rows.get(index, 1),
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
      profit: rolloverFee.isZero() ? beforeRollover : beforeRollover.minus(rolloverFee),
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

  private orderId(index: number, column: number): string {
    return exchangeOrderIdText(this.texts.get(index * ROW + column) ?? this.rows.get(index, column));
  }

  private execution(index: number, column: number): Pick<Fill, 'quantity' | 'price' | 'cost' | 'fee' | 'slippage'> {
    const { rows } = this;
    const large = this.large.get(index * ROW + column);
    if (large !== undefined) return large;
    const scales = this.scales[rows.get(index, column)];
    if (scales === undefined) throw new Error(`trade ${index} has no execution at ${column}`);
    return {
      quantity: Decimal.ofSafe(rows.get(index, column + 1), scales.quantity),
      price: Decimal.ofSafe(rows.get(index, column + 2), scales.price),
      cost: Decimal.ofSafe(rows.get(index, column + 3), scales.cost),
      fee: Decimal.ofSafe(rows.get(index, column + 4), scales.fee),
      slippage: Decimal.ofSafe(rows.get(index, column + 5), scales.slippage),
    };
  }

  /** A number for these digits. */
  scalesOf(wanted: Scales): number {
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
