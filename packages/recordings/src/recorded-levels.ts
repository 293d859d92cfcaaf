import type { BookLevel } from '@fathom/contracts';
import type { UnitLevels } from '@fathom/order-book';
import { unitsOf, unitsText } from './units.js';

/** One side of a recorded message. It is used again for the next message: copy what is to be kept. */
export class RecordedLevels implements UnitLevels {
  count = 0;
  /** Ticks. */
  prices = new Float64Array(128);
  /** Lots; 0 in an update takes the level away. */
  quantities = new Float64Array(128);
  /**
   * The very digits, where ticks and lots cannot say them: other decimals than the pair's, more than 15 digits. The
   * columns are empty then.
   */
  texts: readonly BookLevel[] | undefined;

  clear(): void {
    this.count = 0;
    this.texts = undefined;
  }

  add(price: number, quantity: number): void {
    const row = this.count;
    if (row === this.prices.length) this.grow();
    this.prices[row] = price;
    this.quantities[row] = quantity;
    this.count = row + 1;
  }

  /**
   * Takes in levels as text.
   * @returns false when some of them are no whole ticks and lots: nothing is in the columns then.
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

  /** Digits as they were received. */
  levels(priceDecimals: number, quantityDecimals: number): BookLevel[] {
    if (this.texts !== undefined) return [...this.texts];
    return Array.from({ length: this.count }, (_, row) => ({
      price: unitsText(this.prices[row] ?? 0, priceDecimals),
      quantity: unitsText(this.quantities[row] ?? 0, quantityDecimals),
    }));
  }

  private grow(): void {
    const { prices, quantities } = this;
    this.prices = new Float64Array(prices.length * 2);
    this.prices.set(prices);
    this.quantities = new Float64Array(quantities.length * 2);
    this.quantities.set(quantities);
  }
}
