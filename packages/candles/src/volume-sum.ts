import { DataError, Decimal } from '@fathom/contracts';

/** Digits after the point of a quantity, as Kraken writes them. */
export const QUANTITY_DECIMALS = 8;

const NOTHING = Decimal.of(0n, QUANTITY_DECIMALS);

/** The exact sum of a candle's quantities, whatever their number of digits; at least 8 after the point. */
export class VolumeSum {
  #sum = NOTHING;

  /** Adds a quantity ≥ 0. */
  add(quantity: Decimal): void {
    this.#sum = this.#sum.plus(quantity);
  }

  /**
   * Adds the decimal that `volume` is written as, so 0.1 is one tenth.
   * @throws {DataError} when it is negative or not finite.
   */
  addNumber(volume: number): void {
    if (!(volume >= 0 && volume < Infinity)) throw new DataError(`volume ${volume} is not a quantity`);
    this.add(Decimal.fromNumber(volume, QUANTITY_DECIMALS));
  }

  /** The sum so far. */
  peek(): Decimal {
    return this.#sum;
  }

  /** The sum so far; the next addition starts from zero. */
  take(): Decimal {
    const sum = this.#sum;
    this.#sum = NOTHING;
    return sum;
  }
}
