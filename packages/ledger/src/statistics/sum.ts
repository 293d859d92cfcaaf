import { Decimal } from '@fathom/contracts';

/**
 * An exact sum of many decimals. As long as they share a scale it adds whole numbers that a double holds exactly,
 * some ten times faster than adding decimals one by one; everything else takes the decimal way.
 */
export class Sum {
  private settled = Decimal.ZERO;
  private units = 0;
  private scale = 0;

  add(amount: Decimal): void {
    const units = Number(amount.units);
    const next = this.units + units;
    if (amount.scale === this.scale && Number.isSafeInteger(units) && Number.isSafeInteger(next)) {
      this.units = next;
      return;
    }
    this.settled = this.value.plus(amount);
    this.units = 0;
    this.scale = amount.scale;
  }

  /** The nearest double. */
  toNumber(): number {
    return this.value.toNumber();
  }

  get value(): Decimal {
    return this.units === 0 ? this.settled : this.settled.plus(new Decimal(BigInt(this.units), this.scale));
  }
}

/** The exact sum of what each item stands for; zero of nothing. */
export function total<T>(items: readonly T[], amountOf: (item: T) => Decimal): Decimal {
  const sum = new Sum();
  for (const item of items) sum.add(amountOf(item));
  return sum.value;
}
