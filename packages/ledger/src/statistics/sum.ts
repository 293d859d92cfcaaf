import { Decimal, DecimalSum } from '@fathom/contracts';

/** An exact running sum of many decimals. */
export class Sum {
  private readonly sum = new DecimalSum(Decimal.ZERO);

  get value(): Decimal {
    return this.sum.value;
  }

  add(amount: Decimal): void {
    // Slippage and many a fee are zero.
    if (!amount.isZero()) this.sum.add(amount);
  }
}

/** The exact sum of what each item stands for; zero of nothing. */
export function total<T>(items: readonly T[], amountOf: (item: T) => Decimal): Decimal {
  const sum = new Sum();
  for (const item of items) sum.add(amountOf(item));
  return sum.value;
}
