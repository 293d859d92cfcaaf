import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { histogram } from './histogram.js';

describe('histogram', () => {
  it('counts every value once, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
        const { bins } = histogram(values);
        expect(bins.reduce((sum, count) => sum + count, 0)).toBe(values.length);
      }),
    );
  });

  it('keeps losses and gains in bins of their own', () => {
    const { bins, from, width } = histogram([-1.9, -0.1, 0.1, 2.2, 3]);
    const zero = -from / width;
    expect(zero).toBeCloseTo(Math.round(zero), 9);
    expect(bins.slice(0, Math.round(zero)).reduce((sum, count) => sum + count, 0)).toBe(2);
  });
});
