import { describe, expect, it } from 'vitest';
import { FallingRun } from './falling-run.js';

function isFalling(length: number, values: readonly number[]): boolean {
  const run = new FallingRun(length);
  for (const value of values) run.update(value);
  return run.isFalling;
}

describe('FallingRun', () => {
  it('wants as many values as it is long', () => {
    expect(isFalling(3, [3, 2])).toBe(false);
    expect(isFalling(3, [3, 2, 1])).toBe(true);
    expect(isFalling(3, [1, 9, 3, 2])).toBe(true);
  });

  it('does not count a value that stays or rises', () => {
    expect(isFalling(3, [4, 3, 3])).toBe(false);
    expect(isFalling(3, [4, 3, 2, 2.5, 1])).toBe(false);
    expect(isFalling(3, [4, 3, 2, 2, 1, 0])).toBe(true);
  });
});
