import { describe, expect, it } from 'vitest';
import { CoolDown } from './cool-down.js';

/** On which of the candles after `start` it is active. */
function activity(candles: number, asked: number): boolean[] {
  const coolDown = new CoolDown(candles);
  coolDown.start();
  return Array.from({ length: asked }, () => {
    coolDown.update();
    return coolDown.isActive;
  });
}

describe('CoolDown', () => {
  it('is not active before it was started', () => {
    const coolDown = new CoolDown(5);
    expect(coolDown.isActive).toBe(false);
    coolDown.update();
    expect(coolDown.isActive).toBe(false);
  });

  it('is active for exactly as many candles after its start', () => {
    expect(activity(2, 4)).toEqual([true, true, false, false]);
    expect(activity(0, 1)).toEqual([false]);
  });

  it('starts anew when started again', () => {
    const coolDown = new CoolDown(1);
    coolDown.start();
    coolDown.update();
    coolDown.start();
    coolDown.update();
    expect(coolDown.isActive).toBe(true);
  });
});
