import { Decimal, POWERS } from './decimal.js';

const SAFE = Number.MAX_SAFE_INTEGER;

/**
 * An exact sum that changes, such as a balance. A `Decimal` never changes, so each step of a sum is a new one; here a
 * step is two additions of plain numbers, as long as those are exact, and the decimal is made when somebody asks.
 */
export class DecimalSum {
  private units: number;
  private scale: number;
  /** The sum once its units are beyond what a number holds exactly; then the two above mean nothing. */
  private large: Decimal | undefined;

  constructor(start: Decimal) {
    this.units = start.safeUnits;
    this.scale = start.scale;
    this.large = Number.isNaN(this.units) ? start : undefined;
  }

  add(amount: Decimal): void {
    this.move(amount, 1);
  }

  subtract(amount: Decimal): void {
    this.move(amount, -1);
  }

  get value(): Decimal {
    return this.large ?? Decimal.ofSafe(this.units, this.scale);
  }

  isZero(): boolean {
    return this.large === undefined && this.units === 0;
  }

  isNegative(): boolean {
    return this.large === undefined ? this.units < 0 : this.large.isNegative();
  }

  /** The nearest double. */
  toNumber(): number {
    const factor = POWERS[this.scale];
    return this.large === undefined && factor !== undefined ? this.units / factor : this.value.toNumber();
  }

  private move(amount: Decimal, sign: 1 | -1): void {
    const step = amount.safeUnits * (POWERS[this.scale - amount.scale] ?? Number.NaN);
    const sum = this.units + sign * step;
    // Terms beyond the safe range may cancel out to a sum that looks safe and is not; NaN fails both comparisons.
    const isExact = Math.abs(step) <= SAFE && Math.abs(sum) <= SAFE && this.large === undefined;
    if (isExact) this.units = sum;
    else this.become(sign === 1 ? this.value.plus(amount) : this.value.minus(amount));
  }

  private become(sum: Decimal): void {
    this.units = sum.safeUnits;
    this.scale = sum.scale;
    this.large = Number.isNaN(this.units) ? sum : undefined;
  }
}
