import { Decimal, DecimalSum, type Fill, type OrderSide } from '@fathom/contracts';
import { MarginBook, type MarginLot, type MarginTerms } from './margin-book.js';

/**
 * Cash, what is held of one's own, and what is held or owed on margin, exact; and the same as doubles, because equity is
 * asked for at every candle.
 */
export class Balances {
  private readonly cashSum: DecimalSum;
  private readonly holdingSum = new DecimalSum(Decimal.ZERO);
  private readonly margin: MarginBook;
  private cashNumber = Number.NaN;
  /** Equity at a price is the one and the other times the price: what margin positions cost, and their quantity, included. */
  private worthNumber = Number.NaN;
  private exposedNumber = Number.NaN;

  /** @param startCash quote units @param costDecimals digits the exchange keeps of a cost */
  constructor(startCash: Decimal, costDecimals: number) {
    this.cashSum = new DecimalSum(startCash);
    this.margin = new MarginBook(costDecimals);
    this.readSums();
  }

  get cash(): Decimal {
    return this.cashSum.value;
  }

  get holding(): Decimal {
    return this.holdingSum.value;
  }

  /** Base units held on margin; below zero when owed. */
  get position(): Decimal {
    return this.margin.quantity;
  }

  get lots(): readonly MarginLot[] {
    return this.margin.lots;
  }

  /** Own money that backs what is open on margin. */
  get usedMargin(): number {
    return this.margin.used;
  }

  /** Whether all that was closed on margin is known to have been opened. */
  get isMarginComplete(): boolean {
    return this.margin.isComplete;
  }

  get cashAsNumber(): number {
    return this.cashNumber;
  }

  get isExposed(): boolean {
    return this.exposedNumber !== 0 || this.margin.lots.length > 0;
  }

  equityAt(price: number): number {
    return this.worthNumber + this.exposedNumber * price;
  }

  exactEquityAt(price: Decimal): Decimal {
    const { quantity, cost } = this.margin;
    return this.cash.minus(cost).plus(this.holding.plus(quantity).times(price));
  }

  /** Value at `price` of all that is held and all that is owed, both counted as above zero. */
  exposureAt(price: number): number {
    const owed = this.margin.quantity.toNumber();
    return (Math.abs(this.holdingSum.toNumber()) + Math.abs(owed)) * price;
  }

  /** Starts anew with this cash and nothing held; the exchange keeps `costDecimals` digits of a cost, if that is told. */
  restart(cash: Decimal, costDecimals?: number): void {
    if (costDecimals !== undefined) this.margin.keepCostsTo(costDecimals);
    this.cashSum.subtract(this.cash);
    this.cashSum.add(cash);
    this.readSums();
  }

  /** A fill with one's own money: one asset goes, the other comes. */
  bookSpot(side: OrderSide, { quantity, cost, fee }: Fill): void {
    if (side === 'buy') {
      this.cashSum.subtract(cost);
      this.holdingSum.add(quantity);
    } else {
      this.cashSum.add(cost);
      this.holdingSum.subtract(quantity);
    }
    this.cashSum.subtract(fee);
    this.readSums();
  }

  /** A fill with borrowed money: cash moves by what it realises, and by the fee. */
  bookMargin(side: OrderSide, fill: Fill, terms: MarginTerms): void {
    this.cashSum.add(this.margin.book(side, fill, terms));
    this.charge(fill.fee);
  }

  charge(fee: Decimal): void {
    this.cashSum.subtract(fee);
    this.readSums();
  }

  private readSums(): void {
    this.cashNumber = this.cashSum.toNumber();
    this.worthNumber = this.cashNumber;
    this.exposedNumber = this.holdingSum.toNumber();
    const { lots, quantity, cost } = this.margin;
    if (lots.length === 0) return;
    this.worthNumber = this.cash.minus(cost).toNumber();
    this.exposedNumber = this.holding.plus(quantity).toNumber();
  }
}
