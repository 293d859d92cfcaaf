import { Decimal, type Instrument } from '@fathom/contracts';
import type { WholeTerms } from '@fathom/ledger';

export interface PlainMoneyOptions {
  readonly instrument: Instrument;
  readonly balance: Decimal;
  /** Base units of every trade. */
  readonly quantity: Decimal;
  /** Share of a fill's cost that is its fee: 0.0026. */
  readonly feeRate: Decimal;
}

/** Beyond this a whole number in a double may be another one. */
const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * Cash and holdings of a run whose trades are all of one quantity, exact, as whole numbers of the smallest unit there is:
 * a price of 7915.5 is 79155, and so on for costs and fees. Where each product is a safe integer that is the sum `Decimal`
 * gives, at a tenth of its price.
 */
export class PlainMoney {
  readonly quantity: Decimal;
  readonly feeRate: Decimal;
  /** What closed trades share. */
  readonly terms: WholeTerms;
  readonly priceFactor: number;
  private readonly quantityUnits: number;
  private readonly quantityScale: number;
  private readonly priceScale: number;
  private readonly cashFactor: number;
  private readonly cashScale: number;
  private readonly quantityFactor: number;
  /** Cash that a unit of price moves, the fee included. */
  private readonly buyStep: number;
  private readonly sellStep: number;
  private readonly tick: number;
  private cashUnits = 0;
  private heldUnits = 0;

  private constructor({ instrument, balance, quantity, feeRate }: PlainMoneyOptions) {
    const amount = shortest(quantity);
    const rate = shortest(feeRate);
    const price = instrument.priceDecimals;
    const cost = price + amount.scale;
    const fee = cost + rate.scale;
    this.quantity = quantity;
    this.feeRate = feeRate;
    this.terms = { quantity: amount, feeRate: rate, priceDecimals: price };
    this.quantityScale = amount.scale;
    this.priceScale = price;
    this.cashScale = Math.max(fee, balance.scale);
    this.priceFactor = power(price);
    this.quantityFactor = power(amount.scale);
    this.cashFactor = power(this.cashScale);
    this.quantityUnits = amount.safeUnits;
    const costStep = power(this.cashScale - cost);
    const feeStep = rate.safeUnits * power(this.cashScale - fee);
    this.buyStep = amount.safeUnits * (costStep + feeStep);
    this.sellStep = amount.safeUnits * (costStep - feeStep);
    this.tick = instrument.tickSize.toNumber();
    this.cashUnits = balance.safeUnits * power(this.cashScale - balance.scale);
  }

  /** Undefined when there are too many digits for whole numbers in doubles. */
  static of(options: PlainMoneyOptions): PlainMoney | undefined {
    const money = new PlainMoney(options);
    const { scale } = options.instrument.tickSize;
    const isSound =
      money.cashScale <= 22 && money.sellStep > 0 && scale <= money.priceScale && money.canTake(1, money.tick);
    return isSound ? money : undefined;
  }

  /** A price in units; it must have no more digits than prices have here. */
  priceUnits(price: Decimal): number {
    return price.safeUnits * power(this.priceScale - price.scale);
  }

  /** Quote units, as a double. */
  get cash(): number {
    return this.cashUnits / this.cashFactor;
  }

  /** Base units held, as a double. */
  get held(): number {
    return this.heldUnits / this.quantityFactor;
  }

  /** Base units held, exact. */
  get holding(): Decimal {
    return Decimal.ofSafe(this.heldUnits, this.quantityScale);
  }

  /** Quote units, exact. */
  get exactCash(): Decimal {
    return Decimal.ofSafe(this.cashUnits, this.cashScale);
  }

  /**
   * Whether `trades` more could be bought or sold at any price up to twice this one and a tick, every digit kept. Nothing
   * fills above a candle's open but for slippage, which is at most as much again.
   */
  canTake(trades: number, price: number): boolean {
    return this.cashUnits + (price + this.tick) * 2 * this.priceFactor * this.buyStep * trades <= SAFE;
  }

  /** Pays for one trade; false, and nothing is changed, when the cash does not suffice. */
  buy(priceUnits: number): boolean {
    const left = this.cashUnits - priceUnits * this.buyStep;
    if (left < 0) return false;
    this.cashUnits = left;
    this.heldUnits += this.quantityUnits;
    return true;
  }

  /** Gives one trade back. */
  sell(priceUnits: number): void {
    this.cashUnits += priceUnits * this.sellStep;
    this.heldUnits -= this.quantityUnits;
  }
}

/** The same amount without zeros at its end. */
function shortest(amount: Decimal): Decimal {
  return Decimal.parse(amount.toString());
}

/** Of ten, exact up to 10^22. */
const POWERS = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

function power(exponent: number): number {
  return POWERS[exponent] ?? Number(`1e${exponent}`);
}
