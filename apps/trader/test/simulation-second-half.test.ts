import { describe, expect, it } from 'vitest';
import { trial } from './simulation/trial.js';

const SEEDS = 25;

describe('the whole bot on a Kraken that answers badly, killed at any moment', () => {
  it.each(Array.from({ length: 8 }, (_, block) => (8 + block) * SEEDS))('25 seeds from %i', async (from) => {
    let [orders, crashes] = [0, 0];
    for (let seed = from; seed < from + SEEDS; seed += 1) {
      const result = await trial(seed);
      expect({ seed, broken: result.broken }).toEqual({ seed, broken: {} });
      orders += result.orders;
      crashes += result.crashes;
    }
    // The troubles must have happened, or nothing is proved.
    expect(orders).toBeGreaterThan(SEEDS * 5);
    expect(crashes).toBeGreaterThan(SEEDS);
  });
});
