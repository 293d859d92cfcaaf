import type { Notice } from '@fathom/contracts';
import { ManualTime } from '@fathom/testkit';
import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Deliver, type Delivered, titleOf } from './delivery.js';
import { Outbox, type OutboxOptions } from './outbox.js';
import { notice } from './test-notice.js';

let time: ManualTime;
let told: string[] = [];
/** What arrived, and when. */
let arrived: { readonly at: number; readonly title: string }[] = [];
let answer: () => Promise<Delivered>;

const taken = (): Promise<Delivered> => Promise.resolve({ outcome: 'taken' });

beforeEach(() => {
  time = new ManualTime(1_000_000);
  told = [];
  arrived = [];
  answer = taken;
});

const deliver: Deliver = (outgoing) => {
  arrived.push({ at: time.now() - 1_000_000, title: titleOf(outgoing) });
  return answer();
};

function outbox(changes: Partial<OutboxOptions> = {}): Outbox {
  return new Outbox({ name: 'Slack', deliver, time, onTrouble: (line) => told.push(line), ...changes });
}

const titled = (title: string, changes: Partial<Notice> = {}) => notice({ title, ...changes });
const titles = () => arrived.map(({ title }) => title);

describe('an outbox', () => {
  it('sends at once, and then one a second in the order they came', async () => {
    const box = outbox();
    for (const title of ['a', 'b', 'c']) box.notify(titled(title));
    expect(arrived).toEqual([{ at: 0, title: 'a' }]);
    await time.advance(5_000);
    expect(arrived).toEqual([
      { at: 0, title: 'a' },
      { at: 1_000, title: 'b' },
      { at: 2_000, title: 'c' },
    ]);
  });

  it('folds repeats: the first at once, the others counted every five minutes', async () => {
    const box = outbox();
    for (let second = 0; second <= 12; second += 1) {
      box.notify(titled(`refused ${second}`, { sameAs: 'minimum quantity' }));
      await time.advance(1_000);
    }
    box.notify(titled('something else'));
    expect(titles()).toEqual(['refused 0', 'something else']);
    await time.advance(300_000);
    expect(titles()[2]).toBe('12 more in 5 min: refused 12');
    box.notify(titled('refused 13', { sameAs: 'minimum quantity' }));
    await time.advance(300_000);
    expect(titles()[3]).toBe('1 more in 5 min: refused 13');
    await time.advance(600_000);
    box.notify(titled('refused 14', { sameAs: 'minimum quantity' }));
    expect(titles()).toHaveLength(5);
    expect(titles()[4]).toBe('refused 14');
  });

  it('keeps notices of two bots apart', async () => {
    const box = outbox();
    box.notify(titled('same'));
    box.notify(titled('same', { from: '320:Other' }));
    await time.advance(1_000);
    expect(titles()).toEqual(['same', 'same']);
  });

  it('sends only the kinds and severities that are wanted', async () => {
    const box = outbox({ minSeverity: 'warning', kinds: ['order-unknown', 'trade-opened'] });
    box.notify(titled('too little'));
    box.notify(titled('wrong kind', { kind: 'trouble', severity: 'critical' }));
    box.notify(titled('right', { kind: 'order-unknown', severity: 'error' }));
    await time.advance(10_000);
    expect(titles()).toEqual(['right']);
  });

  it('tries again with pauses that double while the receiver is away, complains once, and notices its return', async () => {
    answer = () => Promise.resolve({ outcome: 'later', reason: 'HTTP 503' });
    const box = outbox();
    box.notify(titled('a'));
    await time.advance(40_000);
    expect(arrived.map(({ at }) => at)).toEqual([0, 2_000, 6_000, 14_000, 30_000]);
    expect(told).toEqual(['Slack takes no messages, trying again: HTTP 503']);
    answer = taken;
    await time.advance(30_000);
    expect(told[1]).toBe('Slack takes messages again');
    await time.advance(600_000);
    expect(arrived).toHaveLength(6);
  });

  it('waits as long as it is told to, within reason', async () => {
    answer = () => Promise.resolve({ outcome: 'later', reason: 'HTTP 429', afterMs: 30_000 });
    const box = outbox();
    box.notify(titled('a'));
    await time.advance(29_999);
    expect(arrived).toHaveLength(1);
    answer = () => Promise.resolve({ outcome: 'later', reason: 'HTTP 429', afterMs: 1e12 });
    await time.advance(1);
    expect(arrived).toHaveLength(2);
    answer = taken;
    await time.advance(300_000);
    expect(arrived).toHaveLength(3);
    expect(told.at(-1)).toBe('Slack takes messages again');
  });

  it('does not wait for an answer that does not come', async () => {
    const signals: AbortSignal[] = [];
    const box = outbox({
      deliver: (outgoing, signal) => {
        signals.push(signal);
        return signals.length === 1 ? new Promise(() => undefined) : deliver(outgoing, signal);
      },
    });
    box.notify(titled('a'));
    await time.advance(9_999);
    expect([signals[0]?.aborted, told]).toEqual([false, []]);
    await time.advance(1);
    expect(signals[0]?.aborted).toBe(true);
    expect(told).toEqual(['Slack takes no messages, trying again: no answer within 10 s']);
    await time.advance(2_000);
    expect(titles()).toEqual(['a']);
  });

  it('takes a delivery that fails as one to be tried again', async () => {
    answer = () => Promise.reject(new Error('connection reset'));
    outbox().notify(titled('a'));
    await time.advance(0);
    expect(told).toEqual(['Slack takes no messages, trying again: connection reset']);
  });

  it('does not send again what is refused, and goes on with the next', async () => {
    answer = () => Promise.resolve({ outcome: 'refused', reason: 'HTTP 404 no_service' });
    const box = outbox();
    box.notify(titled('a'));
    box.notify(titled('b'));
    await time.advance(60_000);
    expect(titles()).toEqual(['a', 'b']);
    expect(told).toEqual(['Slack refuses a message: HTTP 404 no_service']);
  });

  it('holds a bounded number, gives up the least important first, and says how many', async () => {
    answer = () => Promise.resolve({ outcome: 'later', reason: 'away' });
    const box = outbox({ capacity: 3 });
    box.notify(titled('on its way'));
    box.notify(titled('old news'));
    box.notify(titled('alarm', { severity: 'critical' }));
    box.notify(titled('news'));
    box.notify(titled('trouble', { severity: 'error' }));
    await time.advance(0);
    answer = taken;
    await time.advance(60_000);
    expect(titles().slice(-3)).toEqual(['on its way', 'alarm', 'trouble']);
    expect(told.at(-1)).toBe('Slack takes messages again, 2 are lost');
  });

  it('sends what waits before it closes, and takes nothing afterwards', async () => {
    const box = outbox();
    for (const title of ['a', 'b', 'c', 'c']) box.notify(titled(title));
    const closed = box.close(5_000);
    box.notify(titled('late'));
    await time.advance(10_000);
    await closed;
    expect(titles()).toEqual(['a', 'b', 'c', '1 more in 1 min: c']);
    expect([told, time.pending]).toEqual([[], 0]);
  });

  it('does not wait longer than it may when it closes', async () => {
    answer = () => new Promise(() => undefined);
    const box = outbox();
    box.notify(titled('a'));
    box.notify(titled('b'));
    const closed = box.close(3_000);
    await time.advance(3_000);
    await closed;
    expect(told).toEqual(['Slack 2 messages could not be sent']);
  });

  it('never sends two within a second, whatever comes and whatever the receiver does', async () => {
    const event = fc.record({
      pauseMs: fc.integer({ min: 0, max: 4_000 }),
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      delivered: fc.constantFrom<Delivered>(
        { outcome: 'taken' },
        { outcome: 'refused', reason: 'no' },
        { outcome: 'later', reason: 'away' },
        { outcome: 'later', reason: 'away', afterMs: 100 },
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), async (events) => {
        arrived = [];
        const box = outbox({ capacity: 5 });
        for (const { pauseMs, key, delivered } of events) {
          answer = () => Promise.resolve(delivered);
          box.notify(titled(key));
          await time.advance(pauseMs);
        }
        const gaps = arrived.slice(1).map(({ at }, index) => at - (arrived[index]?.at ?? 0));
        expect(gaps.every((gap) => gap >= 1_000)).toBe(true);
        answer = taken;
        const closed = box.close(60_000);
        await time.advance(60_000);
        await closed;
        expect(time.pending).toBe(0);
      }),
      { numRuns: 100 },
    );
  });
});
