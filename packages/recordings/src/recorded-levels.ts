import { type BookLevel, unitsText } from '@fathom/contracts';
import type { UnitLevels } from '@fathom/order-book';
import { LARGEST_UNITS, unitsOf } from './units.js';

/** One side of a recorded message. It is used again for the next message: copy what is to be kept. */
export class RecordedLevels implements UnitLevels {
  count = 0;
  /** Of each level its price in ticks, then its quantity in lots; 0 lots in an update take the level away. */
  units = new Float64Array(256);
  /**
   * The very digits, where ticks and lots cannot say them: other decimals than the pair's, more than 15 digits. The
   * units are empty then.
   */
  texts: readonly BookLevel[] | undefined;

  clear(): void {
    this.count = 0;
    this.texts = undefined;
  }

  add(price: number, quantity: number): void {
    const at = 2 * this.count;
    if (at === this.units.length) this.grow();
    this.units[at] = price;
    this.units[at + 1] = quantity;
    this.count += 1;
  }

  /**
   * Takes in levels as text.
   * @returns false when some of them are no whole ticks and lots: it is empty then.
   */
  take(levels: readonly BookLevel[], priceDecimals: number, quantityDecimals: number): boolean {
    this.clear();
    for (const level of levels) {
      const price = unitsOf(level.price, priceDecimals);
      const quantity = unitsOf(level.quantity, quantityDecimals);
      if (price < 0 || quantity < 0) {
        this.clear();
        return false;
      }
      this.add(price, quantity);
    }
    return true;
  }

  /**
   * Takes in whole numbers of the same decimals: price, quantity, price and so on.
   * @returns false when one of them is too large; it is empty then.
   */
  takeUnits(units: readonly number[]): boolean {
    this.clear();
    for (let at = 0; at < units.length; at += 2) {
      const price = units[at] ?? 0;
      const quantity = units[at + 1] ?? 0;
      if (price >= LARGEST_UNITS || quantity >= LARGEST_UNITS) {
        this.clear();
        return false;
      }
      this.add(price, quantity);
    }
    return true;
  }

  /** Digits as they were received. */
  levels(priceDecimals: number, quantityDecimals: number): BookLevel[] {
    if (this.texts !== undefined) return [...this.texts];
    return Array.from({ length: this.count }, (_, row) => ({
      price: unitsText(this.units[2 * row] ?? 0, priceDecimals),
      quantity: unitsText(this.units[2 * row + 1] ?? 0, quantityDecimals),
    }));
  }

  private grow(): void {
    const { units } = this;
    this.units = new Float64Array(units.length * 2);
    this.units.set(units);
  }
}
