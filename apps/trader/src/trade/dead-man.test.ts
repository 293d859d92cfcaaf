import type { DeadMansSwitchOutcome } from '@fathom/exchange';
import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { DeadMan } from './dead-man.js';

function held(answer: (call: number) => DeadMansSwitchOutcome = () => ({ outcome: 'accepted' })) {
  const time = new ManualTime(0);
  const calls: [at: number, timeoutMs: number][] = [];
  const troubles: string[] = [];
  const deadMan = new DeadMan({
    set: (timeoutMs) => {
      calls.push([time.now(), timeoutMs]);
      return Promise.resolve(answer(calls.length));
    },
    scheduler: time,
    timeoutMs: 60_000,
    onTrouble: (reason) => troubles.push(reason),
  });
  deadMan.start();
  return { time, calls, troubles, deadMan };
}

describe("the dead man's switch", () => {
  it('is set anew every third of its time, and taken back in the end', async () => {
    const { time, calls, deadMan } = held();
    await time.advance(50_000);
    await deadMan.end();
    await time.advance(100_000);
    expect(calls).toEqual([
      [0, 60_000],
      [20_000, 60_000],
      [40_000, 60_000],
      [50_000, 0],
    ]);
  });

  it('goes off when nobody sets it any more', async () => {
    const { time, calls, deadMan } = held();
    deadMan.close();
    await time.advance(100_000);
    expect(calls).toEqual([[0, 60_000]]);
  });

  it('says once that it is not set, and once that it is again', async () => {
    const { time, troubles } = held((call) =>
      call === 2 || call === 3 ? { outcome: 'unknown', reason: 'no answer' } : { outcome: 'accepted' },
    );
    await time.advance(100_000);
    expect(troubles).toEqual(["the dead man's switch was not set: no answer", "the dead man's switch is set again"]);
  });
});
