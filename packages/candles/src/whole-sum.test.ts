import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WholeSum } from './whole-sum.js';

const SAFE = Number.MAX_SAFE_INTEGER;

describe('WholeSum', () => {
  it('starts from zero again after a reset', () => {
    const sum = new WholeSum();
    sum.add(SAFE, 10n ** 30n);
    sum.add(2 ** 26 - 1, BigInt(SAFE));
    sum.reset();
    sum.add(3, 5n);
    expect(sum.peek()).toBe(15n);
  });

  it('is exact at the seams of its three sizes', () => {
    const sum = new WholeSum();
    let expected = 0n;
    for (const [factor, units] of [
      [1, BigInt(SAFE)],
      [1, 1n],
      [1, 1n],
      [2 ** 26 - 1, BigInt(SAFE)],
      [2 ** 26 - 1, BigInt(SAFE)],
      [2 ** 26, BigInt(SAFE)],
      [1, BigInt(SAFE) + 1n],
      [1, BigInt(SAFE) + 2n],
      [SAFE, BigInt(SAFE)],
      [0, 5n],
      [SAFE, 0n],
    ] as const) {
      sum.add(factor, units);
      expected += BigInt(factor) * units;
      expect(sum.peek()).toBe(expected);
    }
  });

  it('equals the sum of bigints (property)', () => {
    const factor = fc.oneof(fc.nat(2 ** 20), fc.integer({ min: 2 ** 25, max: 2 ** 27 }), fc.maxSafeNat());
    const units = fc.oneof(fc.bigInt(0n, 10n ** 9n), fc.bigInt(2n ** 52n, 2n ** 54n), fc.bigInt(0n, 10n ** 25n));
    const step = fc.oneof(fc.tuple(factor, units), fc.maxSafeNat());
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const sum = new WholeSum();
        let expected = 0n;
        for (const one of steps) {
          if (typeof one === 'number') {
            sum.addWhole(one);
            expected += BigInt(one);
          } else {
            sum.add(...one);
            expected += BigInt(one[0]) * one[1];
          }
          expect(sum.peek()).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});
