import { type ClosedTrade, Decimal, exchangeOrderIdText } from '@fathom/contracts';
import { NumberRows } from './number-rows.js';
import { type Execution, tradeFigures, type TradeFigures, type TradeKind } from './trade-figures.js';
import { tradeKeyText } from './trade-id.js';

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
  /** Base units of each trade. */
  readonly quantity: Decimal;
  /** Of a cost, what is its fee. */
  readonly feeRate: Decimal;
  /** Digits of prices behind the point. */
  readonly priceDecimals: number;
}

/** Numbers of one trade: opened, closed, three names, kind, and of both executions the price and what slippage took of it. */
const ROW = 10;

/** Closed trades whose quantity, fees and costs follow from their prices. */
export class WholeTrades {
  private readonly terms: WholeTerms;
  private readonly rows = new NumberRows(ROW);
  private readonly kinds: TradeKind[] = [];
  /** Of the trade before, since one mostly ends as the other did. */
  private kind = -1;
  private entryReason: string | undefined = undefined;
  private exitReason: string | undefined = undefined;

  constructor(terms: WholeTerms) {
    this.terms = terms;
  }

  /**
   * Takes another. Hot: a backtest adds hundreds of thousands, and it is compiled before a backtest is fast.
   * @param exitUnits what it was given back for, and `exitSlip` what slippage took of that, as in the trade
   */
  push(trade: WholeTrade, closedAt: number, exitUnits: number, exitSlip: number): void {
    const { rows } = this;
    const { entryReason, exitReason } = trade;
    if (entryReason !== this.entryReason || exitReason !== this.exitReason) this.setKind(entryReason, exitReason);
    rows.addUpTo(1);
    const { block, at } = rows;
    block[at] = trade.openedAt;
    block[at + 1] = closedAt;
    block[at + 2] = trade.key;
    block[at + 3] = trade.entryNumber;
    block[at + 4] = trade.orderNumber;
    block[at + 5] = this.kind;
    block[at + 6] = trade.entryUnits;
    block[at + 7] = trade.entrySlip;
    block[at + 8] = exitUnits;
    block[at + 9] = exitSlip;
  }

  get length(): number {
    return this.rows.length;
  }

  /** A new object each time; undefined outside 0 … length − 1. */
  at(index: number): ClosedTrade | undefined {
    const figures = this.figuresAt(index);
    if (figures === undefined) return undefined;
    const { rows } = this;
    return {
      id: tradeKeyText(rows.get(index, 2)),
      entryOrderId: exchangeOrderIdText(rows.get(index, 3)),
      exitOrderId: exchangeOrderIdText(rows.get(index, 4)),
      ...figures,
    };
  }

  /** The same without its names. */
  figuresAt(index: number): TradeFigures | undefined {
    const { rows } = this;
    const kind = this.kinds[rows.get(index, 5)];
    if (kind === undefined) return undefined;
    return tradeFigures(kind, {
      openedAt: rows.get(index, 0),
      closedAt: rows.get(index, 1),
      entry: this.execution(rows.get(index, 6), rows.get(index, 7)),
      exit: this.execution(rows.get(index, 8), rows.get(index, 9)),
      rolloverFee: Decimal.ZERO,
    });
  }

  private execution(units: number, slip: number): Execution {
    const { quantity, feeRate, priceDecimals } = this.terms;
    const price = Decimal.ofSafe(units, priceDecimals);
    const cost = price.times(quantity);
    const slippage = Decimal.ofSafe(slip, priceDecimals).times(quantity);
    return { quantity, price, cost, fee: cost.times(feeRate), slippage };
  }

  private setKind(entryReason: string, exitReason: string): void {
    const { kinds } = this;
    this.entryReason = entryReason;
    this.exitReason = exitReason;
    this.kind = kinds.findIndex((kind) => kind.entryReason === entryReason && kind.exitReason === exitReason);
    if (this.kind >= 0) return;
    this.kind = kinds.length;
    kinds.push({ side: 'long', entryLiquidity: 'taker', exitLiquidity: 'taker', entryReason, exitReason });
  }
}
