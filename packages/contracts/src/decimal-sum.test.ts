import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { Decimal } from './decimal.js';
import { DecimalSum } from './decimal-sum.js';

/** Small amounts and ones no double holds, of few digits and of many. */
const amount = fc
  .tuple(
    fc.oneof(
      fc.bigInt(-(10n ** 6n), 10n ** 6n),
      fc.bigInt(-(2n ** 53n), 2n ** 53n),
      fc.bigInt(-(10n ** 30n), 10n ** 30n),
    ),
    fc.constantFrom(0, 1, 5, 8, 13, 30),
  )
  .map(([units, scale]) => Decimal.of(units, scale));
const step = fc.record({ amount, isAdded: fc.boolean() });

it('is what the decimals add up to, after every step', () => {
  fc.assert(
    fc.property(amount, fc.array(step, { maxLength: 30 }), (start, steps) => {
      const sum = new DecimalSum(start);
      let expected = start;
      for (const { amount: by, isAdded } of steps) {
        if (isAdded) sum.add(by);
        else sum.subtract(by);
        expected = isAdded ? expected.plus(by) : expected.minus(by);
        expect(sum.value.toString()).toBe(expected.toString());
        expect(sum.toNumber()).toBe(expected.toNumber());
        expect([sum.isZero(), sum.isNegative()]).toEqual([expected.isZero(), expected.isNegative()]);
      }
    }),
  );
});

it('comes back from beyond the safe integers', () => {
  const sum = new DecimalSum(Decimal.of(9_007_199_254_740_993n, 0));
  sum.subtract(Decimal.of(9_007_199_254_740_992n, 0));
  expect(sum.value.toString()).toBe('1');
  sum.add(Decimal.parse('0.25'));
  expect(sum.toNumber()).toBe(1.25);
});
