import type { Decimal } from '@fathom/contracts';

export function smaller(a: Decimal, b: Decimal): Decimal {
  return b.isLessThan(a) ? b : a;
}
