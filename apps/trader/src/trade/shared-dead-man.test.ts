import { ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { SharedDeadMan } from './shared-dead-man.js';

function account() {
  const time = new ManualTime(0);
  const calls: [atS: number, timeoutS: number][] = [];
  const shared = new SharedDeadMan({
    set: (timeoutMs) => {
      calls.push([time.now() / 1000, timeoutMs / 1000]);
      return Promise.resolve({ outcome: 'accepted' });
    },
    scheduler: time,
  });
  const bot = (timeoutS: number) => shared.join({ timeoutMs: timeoutS * 1000, onTrouble: () => undefined });
  return { time, calls, bot };
}

describe("the dead man's switch of bots on one account", () => {
  it('is set to the shortest time, and goes on with the others when one has ended well', async () => {
    const { time, calls, bot } = account();
    const patient = bot(300);
    const hasty = bot(60);
    await time.advance(25_000);
    await hasty.end();
    hasty.close();
    await time.advance(105_000);
    await patient.end();
    await time.advance(600_000);
    expect(calls).toEqual([
      [0, 300],
      [0, 60],
      [20, 60],
      [25, 300],
      [125, 300],
      [130, 0],
    ]);
  });

  it('is held by the others for one that failed, and not taken back with the last of them', async () => {
    const { time, calls, bot } = account();
    const failing = bot(60);
    const other = bot(60);
    await time.advance(10_000);
    failing.close();
    await time.advance(25_000);
    await other.end();
    await time.advance(600_000);
    expect(calls).toEqual([
      [0, 60],
      [0, 60],
      [10, 60],
      [30, 60],
    ]);
  });

  it('goes off when the last has failed', async () => {
    const { time, calls, bot } = account();
    bot(60).close();
    await time.advance(600_000);
    expect(calls).toEqual([[0, 60]]);
  });

  it('is taken back after all that set it has arrived, however long that is on its way', async () => {
    const time = new ManualTime(0);
    const arrived: number[] = [];
    const shared = new SharedDeadMan({
      // Taking it back is faster than setting it.
      set: (timeoutMs) =>
        new Promise((answered) => {
          time.after(timeoutMs === 0 ? 10 : 300, () => {
            arrived.push(timeoutMs);
            answered({ outcome: 'accepted' });
          });
        }),
      scheduler: time,
    });
    const bots = [1, 2].map(() => shared.join({ timeoutMs: 60_000, onTrouble: () => undefined }));
    await time.advance(1000);
    const ends = Promise.all(bots.map((bot) => bot.end()));
    await time.advance(1000);
    await ends;
    expect(arrived.at(-1)).toBe(0);
  });

  it('waits no longer for an answer that does not come than whoever stops a bot does', async () => {
    const time = new ManualTime(0);
    const calls: number[] = [];
    const shared = new SharedDeadMan({
      set: (timeoutMs) => {
        calls.push(timeoutMs);
        return timeoutMs === 0 ? Promise.resolve({ outcome: 'accepted' }) : new Promise(() => undefined);
      },
      scheduler: time,
    });
    const ended = shared.join({ timeoutMs: 60_000, onTrouble: () => undefined }).end();
    await time.advance(3_000);
    await ended;
    expect(calls).toEqual([60_000, 0]);
  });
});
