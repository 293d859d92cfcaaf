import { describe, expect, it } from 'vitest';
import { DecayingCounter } from './decaying-counter.js';
import { tradingPenalty } from './trading-penalty.js';

describe('DecayingCounter', () => {
  it('takes up to the limit, and again what has drained', () => {
    const counter = new DecayingCounter({ max: 3, decayPerSecond: 0.5 }, 0);
    expect([1, 1, 1].map((cost) => counter.take(cost, 0))).toEqual([true, true, true]);
    expect(counter.take(1, 0)).toBe(false);
    expect(counter.value(2000)).toBe(3);
    expect(counter.take(1, 3999)).toBe(false);
    expect(counter.take(1, 8000)).toBe(true);
  });

  it('does not climb without end for somebody who goes on calling', () => {
    const counter = new DecayingCounter({ max: 3, decayPerSecond: 1 }, 0);
    for (let call = 0; call < 100; call += 1) counter.take(1, 0);
    expect(counter.value(0)).toBe(4);
  });

  it('does not drain backwards when the clock is set back', () => {
    const counter = new DecayingCounter({ max: 3, decayPerSecond: 1 }, 10_000);
    counter.take(2, 10_000);
    expect(counter.value(5000)).toBe(2);
  });
});

describe('tradingPenalty', () => {
  it('falls with the age of the order, as the documentation has it', () => {
    const ages = [0, 4.999, 5, 10, 15, 45, 90, 300].map((seconds) => seconds * 1000);
    expect(ages.map((age) => tradingPenalty('cancel', age))).toEqual([8, 8, 6, 5, 4, 2, 1, 0]);
    expect(ages.map((age) => tradingPenalty('amend', age))).toEqual([4, 4, 3, 2, 1, 1, 1, 1]);
    expect(ages.map((age) => tradingPenalty('edit', age))).toEqual([7, 7, 6, 5, 3, 2, 1, 1]);
    expect(tradingPenalty('add')).toBe(1);
  });
});
