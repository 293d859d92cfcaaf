import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLine } from './log-line.js';

describe('logLine', () => {
  it.each([
    ['debug', 'DEBUG'],
    ['info', 'INFO'],
    ['warn', 'WARNING'],
    ['error', 'ERROR'],
    ['critical', 'CRITICAL'],
  ] as const)('writes %s as %s', (level, name) => {
    const now = Date.UTC(2018, 3, 17, 14, 42, 55, 432);
    expect(logLine(now, level, 'x')).toBe(`2018-04-17 14:42:55,432:${name}:x\n`);
  });

  it('tells every millisecond in UTC, whatever came before', () => {
    const times = fc.array(fc.double({ min: -1e12, max: 4e12, noNaN: true }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(times, (nows) => {
        for (const now of nows.flatMap((time) => [time, time + 1, time])) {
          const iso = new Date(Math.floor(now)).toISOString();
          expect(logLine(now, 'info', '')).toBe(`${iso.slice(0, 19).replace('T', ' ')},${iso.slice(20, 23)}:INFO:\n`);
        }
      }),
    );
  });
});
