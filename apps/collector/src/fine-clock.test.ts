import { describe, expect, it } from 'vitest';
import { fineClock } from './fine-clock.js';

describe('the fine clock', () => {
  it('goes on between the milliseconds of the coarse one', () => {
    let [wall, ticks] = [1000, 50];
    const now = fineClock(
      () => wall,
      () => ticks,
    );
    expect(now()).toBe(1000);
    ticks = 50.25;
    expect(now()).toBe(1000.25);
    [wall, ticks] = [1001, 51.5];
    expect(now()).toBe(1001.5);
  });

  it('never leaves the millisecond the coarse one is in, whatever drifts or is set', () => {
    let [wall, ticks] = [1000, 0];
    const now = fineClock(
      () => wall,
      () => ticks,
    );
    now();
    for (const [toWall, toTicks] of [
      [1001, 0.9],
      [1002, 2.1],
      [1002, 3.4],
      [500, 3.5],
      [501, 4.5],
      [9000, 5],
    ] as const) {
      [wall, ticks] = [toWall, toTicks];
      expect(Math.floor(now())).toBe(toWall);
    }
  });
});
