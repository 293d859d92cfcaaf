import { describe, expect, it } from 'vitest';
import { lives } from './simulation/lives.js';

const SEEDS = 50;

// Two files, so that two processes share a thousand seeds.
describe('the whole bot on a Kraken that answers badly, killed at any moment', () => {
  it.each(Array.from({ length: 10 }, (_, block) => 0 + block * SEEDS))('50 seeds from %i', async (from) => {
    const { orders, crashes, broken } = await lives(from, SEEDS);
    expect(broken).toEqual([]);
    // The troubles must have happened, or nothing is proved.
    expect(orders).toBeGreaterThan(SEEDS * 4);
    expect(crashes).toBeGreaterThan(SEEDS);
  });
});
