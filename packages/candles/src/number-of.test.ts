import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberOf } from './number-of.js';

it('is what Number says, on both sides of every seam', () => {
  const seams = [0n, 2n ** 31n, 2n ** 32n, 2n ** 52n, 2n ** 53n, 2n ** 63n, 2n ** 64n, 10n ** 30n];
  for (const seam of seams) {
    for (const units of [seam - 2n, seam - 1n, seam, seam + 1n, -seam]) expect(numberOf(units)).toBe(Number(units));
  }
});

it('is what Number says (property)', () => {
  const units = fc.oneof(fc.bigInt(-(2n ** 70n), 2n ** 70n), fc.bigInt(0n, 2n ** 54n));
  fc.assert(
    fc.property(units, (one) => {
      expect(numberOf(one)).toBe(Number(one));
    }),
  );
});
