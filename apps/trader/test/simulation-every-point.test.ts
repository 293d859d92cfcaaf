import { describe, expect, it } from 'vitest';
import { everyPoint } from './simulation/every-point.js';
import { trial } from './simulation/trial.js';

describe('the whole bot, killed at every point of its life', () => {
  it.each([1, 2, 3, 4])(
    'seed %i',
    async (seed) => {
      const { points, broken } = await everyPoint(seed);
      expect(broken.map(({ point, trial: life }) => [point, life.broken])).toEqual([]);
      expect(points).toBeGreaterThan(30);
    },
    300_000,
  );
});

describe('a seed', () => {
  it('is lived the same way again, to the last event', async () => {
    const [one, again, other] = [await trial(7), await trial(7), await trial(8)];
    expect(again).toEqual(one);
    expect(other.story).not.toBe(one.story);
  });
});
