import { Decimal } from '@fathom/contracts';

/** An exact running sum of many decimals. */
export class Sum {
  value = Decimal.ZERO;

  add(amount: Decimal): void {
    this.value = this.value.plus(amount);
  }

  /** The nearest double. */
  toNumber(): number {
    return this.value.toNumber();
  }
}

/** The exact sum of what each item stands for; zero of nothing. */
export function total<T>(items: readonly T[], amountOf: (item: T) => Decimal): Decimal {
  let sum = Decimal.ZERO;
  for (const item of items) sum = sum.plus(amountOf(item));
  return sum;
}
