import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderSearch, SEARCH_DEFAULTS } from './order-search.js';

const { deadlineMs, historyLagMs } = SEARCH_DEFAULTS;
const CERTAIN = deadlineMs + historyLagMs;

function search() {
  const asked: string[] = [];
  return { asked, search: new OrderSearch((id) => asked.push(id)) };
}

describe('looking for an order', () => {
  it('asks soon, then less and less often, for as long as it takes', () => {
    const times: number[] = [];
    let now = 0;
    const ours = new OrderSearch(() => times.push(now));
    ours.begin('a', 0, 0);
    for (; now <= 120_000; now += 500) ours.timePassed(now);
    expect(times).toEqual([1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000]);
  });

  it('ends when it is found', () => {
    const ours = search();
    ours.search.begin('a', 0, 0);
    ours.search.found('a', 0);
    ours.search.timePassed(10_000);
    expect([ours.asked, ours.search.size]).toEqual([[], 0]);
  });

  it('calls it lost only on two answers from after it could still turn up', () => {
    const { search: ours } = search();
    ours.begin('a', 0, 0);
    expect([ours.absent('a', CERTAIN - 1), ours.absent('a', CERTAIN - 1), ours.absent('a', CERTAIN - 1)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(ours.absent('a', CERTAIN)).toBe(false);
    expect(ours.has('a')).toBe(true);
    expect(ours.absent('a', CERTAIN)).toBe(true);
    expect(ours.has('a')).toBe(false);
  });

  it('knows nothing of orders it does not look for', () => {
    const { search: ours } = search();
    expect([ours.absent('b', 1e15), ours.absent('b', 1e15)]).toEqual([false, false]);
  });

  it('is not ended by an answer from before the last doubt', () => {
    const { search: ours } = search();
    ours.begin('a', 0, 0);
    ours.begin('a', 0, 500);
    ours.found('a', 499);
    expect(ours.has('a')).toBe(true);
    ours.found('a', 500);
    expect(ours.has('a')).toBe(false);
  });

  it('is not restarted by hearing of the same doubt again', () => {
    const { asked, search: ours } = search();
    ours.begin('a', 0, 0);
    ours.begin('a', 900, 900);
    ours.timePassed(1000);
    expect(asked).toEqual(['a']);
  });

  it('goes on when the clock is set back', () => {
    const { asked, search: ours } = search();
    ours.begin('a', 0, 1_000_000_000);
    ours.timePassed(5000);
    expect(asked).toEqual(['a']);
  });

  it('never gives up an order early, whatever answers come in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 2 * CERTAIN })), fc.nat({ max: 1e6 }), (answers, sentAt) => {
        const { search: ours } = search();
        ours.begin('a', sentAt, sentAt);
        let late = 0;
        for (const after of answers) {
          if (after >= CERTAIN) late += 1;
          const isLost = ours.absent('a', sentAt + after);
          expect(isLost).toBe(after >= CERTAIN && late === 2);
          if (isLost) return;
        }
      }),
    );
  });
});
