import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderSearch, SEARCH_DEFAULTS } from './order-search.js';

const { deadlineMs, historyLagMs } = SEARCH_DEFAULTS;
const CERTAIN = deadlineMs + historyLagMs;

function search() {
  const asked: string[] = [];
  return { asked, search: new OrderSearch((id) => asked.push(id)) };
}

/** Tells the time every second. */
function tick(ours: OrderSearch, from: number, to: number): void {
  for (let now = from; now <= to; now += 1000) ours.timePassed(now);
}

describe('looking for an order', () => {
  it('asks soon, then less and less often, for as long as it takes', () => {
    const times: number[] = [];
    let now = 0;
    const ours = new OrderSearch(() => times.push(now));
    ours.begin('a', 0);
    for (; now <= 120_000; now += 500) ours.timePassed(now);
    expect(times).toEqual([1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000]);
  });

  it('ends when it is found', () => {
    const ours = search();
    ours.search.begin('a', 0);
    ours.search.found('a', 0);
    ours.search.timePassed(10_000);
    expect([ours.asked, ours.search.size]).toEqual([[], 0]);
  });

  it('calls it lost only on two answers from after it could still turn up', () => {
    const { search: ours } = search();
    ours.begin('a', 0);
    tick(ours, 0, CERTAIN - 1000);
    expect([ours.absent('a', CERTAIN - 1), ours.absent('a', CERTAIN - 1), ours.absent('a', CERTAIN - 1)]).toEqual([
      false,
      false,
      false,
    ]);
    tick(ours, CERTAIN, CERTAIN);
    // Asked before, answered now.
    expect([ours.absent('a', CERTAIN - 1), ours.absent('a', CERTAIN)]).toEqual([false, false]);
    expect(ours.has('a')).toBe(true);
    expect(ours.absent('a', CERTAIN)).toBe(true);
    expect(ours.has('a')).toBe(false);
  });

  it.each([
    ['ahead', 7_200_000],
    ['back', -7_200_000],
  ])('is not taken in by a clock that jumps %s', (_, jump) => {
    const { search: ours } = search();
    ours.begin('a', 0);
    tick(ours, 0, 10_000);
    tick(ours, 11_000 + jump, 20_000 + jump);
    expect([ours.absent('a', 20_000 + jump), ours.absent('a', 20_000 + jump)]).toEqual([false, false]);
    // And not put off by it either.
    tick(ours, 21_000 + jump, CERTAIN + jump + 2000);
    const end = CERTAIN + jump + 2000;
    expect([ours.absent('a', end), ours.absent('a', end)]).toEqual([false, true]);
  });

  it('is ended by what is found though the clock was set back', () => {
    const { search: ours } = search();
    ours.begin('a', 7_200_000);
    tick(ours, 7_201_000, 7_205_000);
    tick(ours, 6000, 7000);
    ours.found('a', 7000);
    expect(ours.has('a')).toBe(false);
  });

  it('knows nothing of orders it does not look for', () => {
    const { search: ours } = search();
    expect([ours.absent('b', 1e15), ours.absent('b', 1e15)]).toEqual([false, false]);
  });

  it('is not ended by an answer from before the last doubt', () => {
    const { search: ours } = search();
    ours.begin('a', 0);
    ours.begin('a', 500);
    ours.found('a', 499);
    expect(ours.has('a')).toBe(true);
    ours.found('a', 500);
    expect(ours.has('a')).toBe(false);
  });

  it('is not restarted by hearing of the same doubt again', () => {
    const { asked, search: ours } = search();
    ours.begin('a', 0);
    ours.begin('a', 900);
    ours.timePassed(1000);
    expect(asked).toEqual(['a']);
  });

  it('goes on when the clock is set back', () => {
    const { asked, search: ours } = search();
    ours.begin('a', 1_000_000_000);
    ours.timePassed(5000);
    expect(asked).toEqual(['a']);
  });

  it('never gives up an order early, whatever answers come in whatever order', () => {
    const steps = fc.array(
      fc.record({
        stepMs: fc.nat({ max: 30_000 }),
        jumpMs: fc.integer({ min: -1e7, max: 1e7 }),
        ageMs: fc.nat({ max: 60_000 }),
      }),
    );
    fc.assert(
      fc.property(steps, fc.nat({ max: 1e6 }), (told, begunAt) => {
        const { search: ours } = search();
        ours.begin('a', begunAt);
        let [now, trueMs, lostAfterMs] = [begunAt, 0, Number.POSITIVE_INFINITY];
        for (const { stepMs, jumpMs, ageMs } of told) {
          trueMs += stepMs;
          // A clock that jumps makes steps look longer or shorter than they were; one that does not tells them as they are.
          now += stepMs + (stepMs >= 15_000 ? jumpMs : 0);
          ours.timePassed(now);
          if (ours.absent('a', now - ageMs)) lostAfterMs = trueMs;
        }
        expect(lostAfterMs).toBeGreaterThanOrEqual(CERTAIN);
      }),
    );
  });
});
