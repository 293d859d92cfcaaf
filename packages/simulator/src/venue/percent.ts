import { Decimal } from '@fathom/contracts';

const HUNDREDTH = Decimal.of(1n, 2);

export function percentOf(amount: Decimal, percent: Decimal): Decimal {
  return amount.times(percent).times(HUNDREDTH);
}
