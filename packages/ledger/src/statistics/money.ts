import { Decimal } from '@fathom/contracts';

/** Digits kept of a quotient of money, finer than any quote currency's own. */
export const QUOTIENT_DECIMALS = 8;

export function total<T>(items: readonly T[], amountOf: (item: T) => Decimal): Decimal {
  return items.reduce((sum, item) => sum.plus(amountOf(item)), Decimal.ZERO);
}

/** The mean as decimal text with at most 8 digits; null of nothing. */
export function meanText(sum: Decimal, count: number): string | null {
  return count === 0 ? null : sum.dividedBy(Decimal.fromNumber(count), QUOTIENT_DECIMALS).toString();
}

/** `part` of `whole` (not zero) in percent. */
export function percentOf(part: Decimal, whole: Decimal): number {
  return (part.toNumber() / whole.toNumber()) * 100;
}

/**
 * A double of money (equity lives as one) as decimal text: at most 8 digits, so that 0.1 + 0.2 reads 0.3.
 * The nearest 8 digits of a double below 10^21.
 */
export function moneyText(value: number): string {
  const text = value.toFixed(QUOTIENT_DECIMALS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}
