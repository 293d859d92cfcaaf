import { FathomError } from './errors.js';

/** How `round`, `times` and `dividedBy` drop digits. */
export type Rounding = 'down' | 'up' | 'half-up' | 'half-even';

const POWERS: bigint[] = Array.from({ length: 64 }, (_, n) => 10n ** BigInt(n));

function power(n: number): bigint {
  return POWERS[n] ?? 10n ** BigInt(n);
}

/** Powers of ten a double holds exactly; read, not computed, because `**` may be off by a bit and is slow. */
const DOUBLE_POWERS: number[] = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));

/** An exact decimal amount: `units × 10^-scale`. Immutable. Adding and multiplying never lose a digit. */
export class Decimal {
  static readonly ZERO = new Decimal(0n, 0);
  static readonly ONE = new Decimal(1n, 0);

  readonly units: bigint;
  /** Digits after the point, ≥ 0. */
  readonly scale: number;

  constructor(units: bigint, scale: number) {
    this.units = units;
    this.scale = scale;
  }

  /**
   * Reads `-12.50`, `1e-8` or `.5`; digits are kept as written.
   * @throws {InvalidDecimalError} for anything else, NaN and infinities included.
   */
  static parse(text: string): Decimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/.exec(text);
    const whole = match?.[2] ?? '';
    const fraction = match?.[3] ?? '';
    if (!match || whole.length + fraction.length === 0) throw new InvalidDecimalError(text);
    const units = BigInt(whole + fraction);
    const scale = fraction.length - Number(match[4] ?? 0);
    const signed = match[1] === '-' ? -units : units;
    return scale >= 0 ? new Decimal(signed, scale) : new Decimal(signed * power(-scale), 0);
  }

  /**
   * The decimal a double is written as, so 0.1 is one tenth.
   * `hint` is a scale to try first: a price with the pair's usual digits then costs nanoseconds.
   * @throws {InvalidDecimalError} for NaN and infinities.
   */
  static fromNumber(value: number, hint = 8): Decimal {
    const factor = 10 ** hint;
    const scaled = Math.round(value * factor);
    if (Number.isSafeInteger(scaled) && scaled / factor === value) return new Decimal(BigInt(scaled), hint);
    return Decimal.parse(String(value));
  }

  plus(other: Decimal): Decimal {
    if (this.scale === other.scale) return new Decimal(this.units + other.units, this.scale);
    return this.scale > other.scale
      ? new Decimal(this.units + other.units * power(this.scale - other.scale), this.scale)
      : new Decimal(this.units * power(other.scale - this.scale) + other.units, other.scale);
  }

  minus(other: Decimal): Decimal {
    return this.plus(other.negated());
  }

  times(other: Decimal): Decimal {
    return new Decimal(this.units * other.units, this.scale + other.scale);
  }

  /**
   * The quotient with `scale` digits after the point.
   * @throws {RangeError} when `other` is zero.
   */
  dividedBy(other: Decimal, scale: number, rounding: Rounding = 'half-even'): Decimal {
    const shift = scale + other.scale - this.scale;
    return shift >= 0
      ? new Decimal(divide(this.units * power(shift), other.units, rounding), scale)
      : new Decimal(divide(this.units, other.units * power(-shift), rounding), scale);
  }

  negated(): Decimal {
    return new Decimal(-this.units, this.scale);
  }

  abs(): Decimal {
    return this.units < 0n ? this.negated() : this;
  }

  /** At most `scale` digits after the point; a value that already fits is returned as it is. */
  round(scale: number, rounding: Rounding = 'half-even'): Decimal {
    if (scale >= this.scale) return this;
    return new Decimal(divide(this.units, power(this.scale - scale), rounding), scale);
  }

  /** The nearest multiple of `step` (> 0), e.g. a pair's tick. */
  roundTo(step: Decimal, rounding: Rounding): Decimal {
    return this.dividedBy(step, 0, rounding).times(step);
  }

  /** Negative, zero or positive as this is less than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    const difference = this.minus(other).units;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  }

  equals(other: Decimal): boolean {
    return this.compare(other) === 0;
  }

  isLessThan(other: Decimal): boolean {
    return this.compare(other) < 0;
  }

  isGreaterThan(other: Decimal): boolean {
    return this.compare(other) > 0;
  }

  isZero(): boolean {
    return this.units === 0n;
  }

  isNegative(): boolean {
    return this.units < 0n;
  }

  isPositive(): boolean {
    return this.units > 0n;
  }

  /** The nearest double; exact digits are lost, so for signals and display only. */
  toNumber(): number {
    const units = Number(this.units);
    const divisor = DOUBLE_POWERS[this.scale];
    // Both exact, so the quotient is the nearest double.
    if (divisor !== undefined && Number.isSafeInteger(units)) return units / divisor;
    return Number(this.toString());
  }

  /** Plain digits, no exponent, no trailing zeros after the point: `16.2424`. */
  toString(): string {
    const text = this.toFixed(this.scale);
    return this.scale === 0 ? text : text.replace(/\.?0+$/, '');
  }

  /** Exactly `digits` after the point: `16.24`. */
  toFixed(digits: number, rounding: Rounding = 'half-even'): string {
    const value = this.round(digits, rounding);
    const negative = value.units < 0n;
    const plain = (negative ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
    const whole = plain.slice(0, plain.length - value.scale);
    const fraction = plain.slice(plain.length - value.scale).padEnd(digits, '0');
    return `${negative ? '-' : ''}${whole}${digits > 0 ? `.${fraction}` : ''}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** A text or number that is not a finite decimal. */
export class InvalidDecimalError extends FathomError {
  constructor(text: string) {
    super('invalid-decimal', `not a decimal number: ${JSON.stringify(text)}`);
  }
}

function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor; // truncates towards zero
  const remainder = dividend - quotient * divisor;
  if (remainder === 0n || rounding === 'down') return quotient;
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  if (rounding === 'up') return quotient + away;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const size = divisor < 0n ? -divisor : divisor;
  const isTie = twice === size;
  const roundsAway = isTie ? rounding === 'half-up' || quotient % 2n !== 0n : twice > size;
  return roundsAway ? quotient + away : quotient;
}
