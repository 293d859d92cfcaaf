import { describe, expect, it } from 'vitest';
import { Rates } from './rates.js';

describe('rates', () => {
  it('come near what happens within some seconds', () => {
    const rates = new Rates();
    const one = { kept: 0, dropped: 0 };
    let rate: readonly number[] = [];
    for (let second = 0; second <= 20; second += 1) {
      rate = rates.update([{ ...one, kept: 90 * second, dropped: 10 * second } as never], 5000 + second * 1000);
    }
    expect(rate[0]).toBeCloseTo(100, 0);
  });
});
