import { FathomError } from './errors.js';

/** How `round`, `roundTo`, `dividedBy` and `toFixed` drop digits. */
export type Rounding = 'down' | 'up' | 'half-up' | 'half-even';

const BIG_POWERS: bigint[] = Array.from({ length: 64 }, (_, n) => 10n ** BigInt(n));
/** Of ten, by exponent: exact as doubles up to 10^22. */
export const POWERS: readonly number[] = Array.from({ length: 23 }, (_, n) => Number(`1e${n}`));
const SAFE = Number.MAX_SAFE_INTEGER;
const BIG_SAFE = BigInt(SAFE);

function bigPower(n: number): bigint {
  return BIG_POWERS[n] ?? 10n ** BigInt(n);
}

/**
 * An exact decimal amount: units × 10^-scale. Immutable; adding and multiplying never lose a digit.
 *
 * Units are a plain number while it is a safe integer, since a bigint operation costs several times more and a
 * backtest does a dozen per order; beyond that they are a bigint. Which of the two it is never shows.
 */
export class Decimal {
  static readonly ZERO = new Decimal(0, 0, undefined);
  static readonly ONE = new Decimal(1, 0, undefined);

  /** Digits after the point, ≥ 0. */
  readonly scale: number;
  /** The units while they are a safe integer, else NaN, which no check of a result lets pass. */
  readonly safeUnits: number;
  private readonly big: bigint | undefined;

  private constructor(safeUnits: number, scale: number, big: bigint | undefined) {
    this.safeUnits = safeUnits;
    this.scale = scale;
    this.big = big;
  }

  /** `units × 10^-scale`; scale is a whole number ≥ 0. */
  static of(units: bigint, scale: number): Decimal {
    return units <= BIG_SAFE && units >= -BIG_SAFE
      ? new Decimal(Number(units), scale, undefined)
      : new Decimal(Number.NaN, scale, units);
  }

  /**
   * Reads `-12.50`, `1e-8` or `.5`; digits are kept as written.
   * @throws {InvalidDecimalError} for anything else, NaN and infinities included.
   */
  static parse(text: string): Decimal {
    const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
    const whole = match?.[2] ?? '';
    const fraction = match?.[3] ?? '';
    if (!match || whole.length + fraction.length === 0) throw new InvalidDecimalError(text);
    const units = BigInt(whole + fraction);
    const scale = fraction.length - Number(match[4] ?? 0);
    const signed = match[1] === '-' ? -units : units;
    return scale >= 0 ? Decimal.of(signed, scale) : Decimal.of(signed * bigPower(-scale), 0);
  }

  /**
   * The decimal a double is written as, so 0.1 is one tenth.
   * `hint` is a scale to try first: a price with the pair's usual digits then costs nanoseconds.
   * @throws {InvalidDecimalError} for NaN and infinities.
   */
  static fromNumber(value: number, hint = 8): Decimal {
    const factor = POWERS[hint] ?? 10 ** hint;
    const scaled = Math.round(value * factor);
    if (isSafe(scaled) && scaled / factor === value) return new Decimal(scaled + 0, hint, undefined);
    return Decimal.parse(String(value));
  }

  /**
   * A computed double to `scale` digits, ties away from zero: for values whose further digits are noise.
   * @throws {InvalidDecimalError} for NaN and infinities.
   */
  static rounded(value: number, scale: number): Decimal {
    const magnitude = Math.round(Math.abs(value) * (POWERS[scale] ?? 10 ** scale));
    if (magnitude <= SAFE) return new Decimal(value < 0 ? 0 - magnitude : magnitude, scale, undefined);
    return Decimal.fromNumber(value).round(scale, 'half-up');
  }

  /** `units × 10^-scale` for a safe integer; the inverse of `safeUnits`. */
  static ofSafe(units: number, scale: number): Decimal {
    return new Decimal(units, scale, undefined);
  }

  /** The units as a bigint, whatever their size. */
  get units(): bigint {
    return this.big ?? BigInt(this.safeUnits);
  }

  plus(other: Decimal): Decimal {
    if (this.scale === other.scale) {
      const sum = this.safeUnits + other.safeUnits;
      if (sum <= SAFE && sum >= -SAFE) return new Decimal(sum, this.scale, undefined);
    }
    return this.sum(other, 1);
  }

  minus(other: Decimal): Decimal {
    if (this.scale === other.scale) {
      const difference = this.safeUnits - other.safeUnits;
      if (difference <= SAFE && difference >= -SAFE) return new Decimal(difference, this.scale, undefined);
    }
    return this.sum(other, -1);
  }

  times(other: Decimal): Decimal {
    const product = this.safeUnits * other.safeUnits;
    if (product <= SAFE && product >= -SAFE) return new Decimal(product + 0, this.scale + other.scale, undefined);
    return Decimal.of(this.units * other.units, this.scale + other.scale);
  }

  /**
   * The quotient with `scale` digits after the point.
   * @throws {RangeError} when `other` is zero.
   */
  dividedBy(other: Decimal, scale: number, rounding: Rounding = 'half-even'): Decimal {
    const shift = scale + other.scale - this.scale;
    return shift >= 0
      ? Decimal.of(divide(this.units * bigPower(shift), other.units, rounding), scale)
      : Decimal.of(divide(this.units, other.units * bigPower(-shift), rounding), scale);
  }

  negated(): Decimal {
    return this.big === undefined
      ? new Decimal(0 - this.safeUnits, this.scale, undefined)
      : Decimal.of(-this.big, this.scale);
  }

  abs(): Decimal {
    return this.isNegative() ? this.negated() : this;
  }

  /** At most `scale` digits after the point; a value that already fits is returned as it is. */
  round(scale: number, rounding: Rounding = 'half-even'): Decimal {
    if (scale >= this.scale) return this;
    return Decimal.of(divide(this.units, bigPower(this.scale - scale), rounding), scale);
  }

  /** The nearest multiple of `step` (> 0), e.g. a pair's tick. */
  roundTo(step: Decimal, rounding: Rounding): Decimal {
    return this.dividedBy(step, 0, rounding).times(step);
  }

  /** −1, 0 or 1 as this is less than, equal to or greater than `other`. */
  compare(other: Decimal): number {
    const difference = this.minus(other);
    return difference.isNegative() ? -1 : difference.isZero() ? 0 : 1;
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
    return this.safeUnits === 0;
  }

  isNegative(): boolean {
    return this.safeUnits < 0 || (this.big !== undefined && this.big < 0n);
  }

  isPositive(): boolean {
    return this.safeUnits > 0 || (this.big !== undefined && this.big > 0n);
  }

  /** The nearest double; exact digits may be lost, so for signals and display only. */
  toNumber(): number {
    const factor = POWERS[this.scale];
    // Both operands are exact, so the quotient is the nearest double.
    if (this.big === undefined && factor !== undefined) return this.safeUnits / factor;
    return Number(this.toString());
  }

  /** Plain digits, no exponent, no trailing zeros after the point: `16.2424`. */
  toString(): string {
    const text = plainText(this.big ?? this.safeUnits, this.scale);
    if (this.scale === 0) return text;
    let end = text.length;
    while (text.charCodeAt(end - 1) === ZERO_CODE) end -= 1;
    return text.slice(0, text.charCodeAt(end - 1) === POINT_CODE ? end - 1 : end);
  }

  /** Exactly `digits` after the point: `16.24`. */
  toFixed(digits: number, rounding: Rounding = 'half-even'): string {
    const value = this.round(digits, rounding);
    const text = plainText(value.big ?? value.safeUnits, value.scale);
    if (value.scale === digits) return text;
    return `${text}${value.scale === 0 ? '.' : ''}${'0'.repeat(digits - value.scale)}`;
  }

  toJSON(): string {
    return this.toString();
  }

  /** The units at a scale ≥ the own; beyond the safe range it is inexact, which callers check. */
  private safeUnitsAt(scale: number): number {
    return scale === this.scale
      ? this.safeUnits
      : this.safeUnits * (POWERS[scale - this.scale] ?? Number.POSITIVE_INFINITY);
  }

  /** `this + sign × other` for any scales and sizes; apart from `plus`, which is copied into all that call it. */
  private sum(other: Decimal, sign: 1 | -1): Decimal {
    const scale = Math.max(this.scale, other.scale);
    const left = this.safeUnitsAt(scale);
    const right = sign * other.safeUnitsAt(scale);
    // Terms beyond the safe range may cancel out to a sum that looks safe and is not.
    if (isSafe(left) && isSafe(right) && isSafe(left + right)) return new Decimal(left + right, scale, undefined);
    const a = this.units * bigPower(scale - this.scale);
    const b = other.units * bigPower(scale - other.scale);
    return Decimal.of(sign === 1 ? a + b : a - b, scale);
  }
}

/** A text or number that is not a finite decimal. */
export class InvalidDecimalError extends FathomError {
  constructor(text: string) {
    super('invalid-decimal', `not a decimal number: ${JSON.stringify(text)}`);
  }
}

const ZERO_CODE = '0'.charCodeAt(0);
const POINT_CODE = '.'.charCodeAt(0);

/** Units with the point before their last `scale` digits. A number writes itself faster than a bigint does. */
function plainText(units: number | bigint, scale: number): string {
  const text = String(units);
  if (scale === 0) return text;
  const sign = units < 0 ? '-' : '';
  const digits = text.slice(sign.length).padStart(scale + 1, '0');
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function isSafe(value: number): boolean {
  return value <= SAFE && value >= -SAFE;
}

function divide(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor; // truncates towards zero
  const remainder = dividend - quotient * divisor;
  if (remainder === 0n || rounding === 'down') return quotient;
  const away = dividend < 0n === divisor < 0n ? 1n : -1n;
  if (rounding === 'up') return quotient + away;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const size = divisor < 0n ? -divisor : divisor;
  const roundsAway = twice === size ? rounding === 'half-up' || quotient % 2n !== 0n : twice > size;
  return roundsAway ? quotient + away : quotient;
}
