import { DataError, Decimal } from '@fathom/contracts';
import { WholeSum } from './whole-sum.js';

/** Digits after the point of a quantity, as Kraken writes them. */
const QUANTITY_DECIMALS = 8;

const UNITS_PER_ONE = 10 ** QUANTITY_DECIMALS;

/** What a quantity's units are multiplied by to count in 10^-8; indexed by its digits after the point. */
export const UNIT_FACTORS: readonly number[] = Array.from(
  { length: QUANTITY_DECIMALS + 1 },
  (_, scale) => 10 ** (QUANTITY_DECIMALS - scale),
);

/** The exact sum of a candle's quantities, whatever their number of digits. */
export class VolumeSum {
  readonly #units = new WholeSum();
  /** Quantities finer than 10^-8; Kraken has none. */
  #fine: Decimal | undefined;

  /** Adds a quantity ≥ 0. */
  add(quantity: Decimal): void {
    const factor = UNIT_FACTORS[quantity.scale];
    if (factor !== undefined) this.#units.add(factor, quantity.units);
    else this.#fine = (this.#fine ?? Decimal.ZERO).plus(quantity);
  }

  /**
   * Adds the decimal that `volume` is written as, so 0.1 is one tenth.
   * @throws {DataError} when it is negative or not finite.
   */
  addNumber(volume: number): void {
    const units = Math.round(volume * UNITS_PER_ONE);
    if (units >= 0 && Number.isSafeInteger(units) && units / UNITS_PER_ONE === volume) this.#units.addWhole(units);
    else if (volume >= 0 && volume < Infinity) this.add(Decimal.fromNumber(volume, QUANTITY_DECIMALS));
    else throw new DataError(`volume ${volume} is not a quantity`);
  }

  /** The sum so far, with at least 8 digits after the point. */
  peek(): Decimal {
    const sum = Decimal.of(this.#units.peek(), QUANTITY_DECIMALS);
    return this.#fine === undefined ? sum : sum.plus(this.#fine);
  }

  /** The sum so far; the next addition starts from zero. */
  take(): Decimal {
    const sum = this.peek();
    this.#units.reset();
    this.#fine = undefined;
    return sum;
  }
}
