import { Decimal } from '@fathom/contracts';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { total } from './sum.js';

const amount = fc
  .tuple(
    fc.oneof(
      fc.bigInt({ min: -1_000_000n, max: 1_000_000n }),
      fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }), // around and beyond what a double holds
    ),
    fc.constantFrom(0, 4, 8, 8, 8),
  )
  .map(([units, scale]) => Decimal.of(units, scale));

it('sums exactly what decimals added one by one sum to', () => {
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 60 }), (amounts) => {
      const slow = amounts.reduce((sum, next) => sum.plus(next), Decimal.ZERO);
      expect(total(amounts, (item) => item).toString()).toBe(slow.toString());
    }),
  );
});

it('keeps every unit where doubles would round', () => {
  const huge = Decimal.of(9_007_199_254_740_991n, 8);
  const tiny = Decimal.of(1n, 8);
  const hugeLoss = Decimal.of(-9_007_199_254_740_993n, 8);
  expect(total([tiny, huge, hugeLoss], (item) => item).units).toBe(-1n);
  expect(total([huge, tiny, tiny, tiny], (item) => item).units).toBe(9_007_199_254_740_994n);
});
