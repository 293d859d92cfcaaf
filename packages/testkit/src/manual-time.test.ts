import { describe, expect, it } from 'vitest';
import { ManualTime } from './manual-time.js';

describe('ManualTime', () => {
  it('runs what is due, in order, each at its own instant', async () => {
    const time = new ManualTime(1000);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name}@${time.now()}`);
    time.after(20, note('b'));
    time.after(10, () => {
      note('a')();
      time.after(5, note('a2'));
    });
    const cancel = time.after(10, note('never'));
    time.after(30, note('later'));
    cancel();
    await time.advance(20);
    expect(seen).toEqual(['a@1010', 'a2@1015', 'b@1020']);
    expect([time.now(), time.pending]).toEqual([1020, 1]);
  });

  it('lets promises go on between two tasks', async () => {
    const time = new ManualTime();
    const seen: number[] = [];
    const wait = (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve));
    const twice = (async () => {
      await wait(10);
      seen.push(time.now());
      await wait(10);
      seen.push(time.now());
    })();
    await time.advance(25);
    await twice;
    expect(seen).toEqual([10, 20]);
  });
});
