import { afterEach, describe, expect, it, vi } from 'vitest';
import { systemTime } from './system-time.js';

describe('the time of a process', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ])('does not move when the clock is set %s', (_way, byMs) => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const before = systemTime.now();
    vi.setSystemTime(Date.now() + byMs);
    expect(Math.abs(systemTime.now() - before)).toBeLessThan(60_000);
    expect(systemTime.now()).toBeGreaterThanOrEqual(before);
  });
});
