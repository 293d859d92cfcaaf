import { describe, expect, it } from 'vitest';
import { trial } from './simulation/trial.js';

const SEEDS = 40;

describe('the whole bot on a Kraken that executes one call twice', () => {
  it('notices, enters nothing more, and has the money of both in its ledger', async () => {
    let halted = 0;
    for (let seed = 0; seed < SEEDS; seed += 1) {
      const { broken, story } = await trial(seed, { hasDuplicates: true });
      expect({ seed, broken }).toEqual({ seed, broken: {} });
      if (story.includes('"trading-halted"')) halted += 1;
    }
    expect(halted).toBeGreaterThan(3);
  }, 300_000);
});
