import { UsageError } from '@fathom/contracts';
import { bitcoin, ManualTime, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { inMemoryTransport } from '../in-memory-transport.js';
import { signed, START, testKraken } from '../test-kraken.js';
import type { Delivery } from './delivery.js';
import { FaultPlan } from './fault-plan.js';
import { randomFaults, TROUBLE } from './random-faults.js';
import { readFaultRules } from './read-fault-rules.js';
import type { RestFault } from './rest-fault.js';

const ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' };

function given() {
  const time = new ManualTime(START);
  const alice = testKraken({ instrument: bitcoin, clock: time, random: new SeededRandom(1) });
  // Looks with a key of its own: nonces are counted by key.
  const second = alice.kraken.addKey('alice');
  let nonce = 0;
  const orders = (): number => {
    nonce += 1;
    const { body } = alice.kraken.handle(signed('ClosedOrders', { nonce: String(nonce) }, second));
    return JSON.parse(body).result.count;
  };
  return { ...alice, time, orders };
}

/** Places an order that `fault` happens to. */
function ordered(fault: RestFault) {
  const alice = given();
  alice.kraken.faults.add({ match: { method: 'AddOrder', times: 1 }, fault });
  const delivery = alice.kraken.receive(alice.request('AddOrder', ORDER));
  return { ...alice, delivery };
}

function bodyOf(delivery: Delivery): string {
  return delivery.kind === 'reply' || delivery.kind === 'cut' ? delivery.reply.body : '';
}

describe('a fault', () => {
  it('loses a request before it takes effect, or its answer after', () => {
    const before = ordered({ kind: 'lost', when: 'before' });
    const after = ordered({ kind: 'lost', when: 'after' });
    expect([before.delivery.kind, before.orders()]).toEqual(['reset', 0]);
    expect([after.delivery.kind, after.orders()]).toEqual(['reset', 1]);
    expect(ordered({ kind: 'lost', when: 'after', hangs: true }).delivery.kind).toBe('silence');
  });

  it('delays the request, which takes effect when it arrives', async () => {
    const late = ordered({ kind: 'delay', when: 'before', ms: 5000 });
    expect(late.orders()).toBe(0);
    if (late.delivery.kind !== 'later') throw new Error(late.delivery.kind);
    await late.time.advance(5000);
    expect(JSON.parse(bodyOf(late.delivery.arrive())).result.txid).toHaveLength(1);
    expect(late.orders()).toBe(1);
  });

  it('delays an order past its deadline, and it is refused', async () => {
    const alice = given();
    alice.kraken.faults.add({ fault: { kind: 'delay', when: 'before', ms: 5000 }, match: { times: 1 } });
    const delivery = alice.kraken.receive(alice.request('AddOrder', { ...ORDER, deadline: '2026-01-05T00:00:04Z' }));
    await alice.time.advance(5000);
    expect(delivery.kind === 'later' && bodyOf(delivery.arrive())).toBe('{"error":["EService:Deadline elapsed"]}');
  });

  it('delays the answer of what took effect at once', () => {
    const late = ordered({ kind: 'delay', when: 'after', ms: 700 });
    expect(late.delivery).toMatchObject({ kind: 'reply', afterMs: 700 });
    expect(late.orders()).toBe(1);
  });

  it('doubles an order', () => {
    const { delivery, orders } = ordered({ kind: 'duplicate' });
    expect(JSON.parse(bodyOf(delivery)).result.txid).toHaveLength(1);
    expect(orders()).toBe(2);
  });

  it('cuts the answer', () => {
    const { delivery, orders } = ordered({ kind: 'cut', bytes: 10 });
    expect(delivery).toMatchObject({ kind: 'cut', bytes: 10 });
    expect(orders()).toBe(1);
  });

  it.each([502, 504, 520, 522])('shows a proxy’s page with status %i', (status) => {
    const { delivery, orders } = ordered({ kind: 'status', when: 'after', status });
    expect(delivery).toMatchObject({ kind: 'reply', reply: { status, headers: { 'content-type': /html/ } } });
    expect(orders()).toBe(1);
    expect(ordered({ kind: 'status', when: 'before', status }).orders()).toBe(0);
  });

  it.each(['html', 'empty', 'half-json', 'binary'] as const)('says %s with status 200', (body) => {
    const { delivery, orders } = ordered({ kind: 'body', when: 'after', body });
    expect(delivery).toMatchObject({ kind: 'reply', reply: { status: 200 } });
    expect(() => JSON.parse(bodyOf(delivery))).toThrow(/JSON/);
    expect(orders()).toBe(1);
  });

  it('says any error, and it may be a lie', () => {
    const error = 'EService:Busy';
    const [honest, lying] = [
      ordered({ kind: 'error', when: 'before', error }),
      ordered({ kind: 'error', when: 'after', error }),
    ];
    expect([bodyOf(honest.delivery), bodyOf(lying.delivery)]).toEqual(
      Array.from({ length: 2 }, () => `{"error":["${error}"]}`),
    );
    expect([honest.orders(), lying.orders()]).toEqual([0, 1]);
  });

  it('puts a warning beside the result', () => {
    const { delivery, orders } = ordered({ kind: 'warning', warning: 'WGeneral:Danger' });
    expect(JSON.parse(bodyOf(delivery))).toMatchObject({
      error: ['WGeneral:Danger'],
      result: { txid: [expect.any(String)] },
    });
    expect(orders()).toBe(1);
  });

  it('redirects to where it came from', () => {
    expect(ordered({ kind: 'redirect' }).delivery).toMatchObject({
      reply: { status: 302, headers: { location: '/0/private/AddOrder' } },
    });
  });
});

function struck(seed: number): (string | undefined)[] {
  const plan = new FaultPlan(new SeededRandom(seed), randomFaults(0.36));
  return Array.from({ length: 20_000 }, () => JSON.stringify(plan.next('AddOrder')));
}

describe('a plan', () => {
  it('strikes what matches, after some, so often', () => {
    const fault: RestFault = { kind: 'redirect' };
    const plan = new FaultPlan(new SeededRandom(1), [{ match: { method: 'Add*', skip: 1, times: 2 }, fault }]);
    const calls = ['Time', 'AddOrder', 'AddOrder', 'AddOrderBatch', 'AddOrder'];
    expect(calls.map((call) => plan.next(call)?.kind)).toEqual([
      undefined,
      undefined,
      'redirect',
      'redirect',
      undefined,
    ]);
    expect(plan.rules).toEqual([]);
  });

  it('by chance is the same for the same seed, and strikes its share evenly', () => {
    expect(struck(3)).toEqual(struck(3));
    expect(struck(3)).not.toEqual(struck(4));
    const all = struck(3);
    // Each kind's share is 0.02 of all: 400 ± 20.
    for (const fault of TROUBLE) {
      const text = JSON.stringify(fault);
      expect(Math.abs(all.filter((struckBy) => struckBy === text).length - 400)).toBeLessThan(100);
    }
  });
});

describe('readFaultRules', () => {
  it('reads what the types say', () => {
    for (const fault of TROUBLE) {
      const [rule] = readFaultRules({ match: { method: 'AddOrder', times: 1 }, fault });
      expect(rule).toMatchObject({ match: { method: 'AddOrder', times: 1 }, fault });
    }
  });

  it.each([
    [1, 'a fault rule is not an object: 1'],
    [{}, 'fault is not an object: undefined'],
    [{ fault: { kind: 'boom' } }, 'unknown kind of fault "boom"'],
    [{ fault: { kind: 'delay' } }, 'a fault needs ms'],
    [{ fault: { kind: 'status', status: 1000 } }, 'status 1000 is none'],
    [{ fault: { kind: 'body', body: 'pdf' } }, 'body pdf is not one of html, empty, half-json, binary'],
    [{ match: { times: -1 }, fault: { kind: 'cut' } }, 'times -1 is not a number of 0 or more'],
  ])('refuses %j', (json, message) => {
    expect(() => readFaultRules(json)).toThrow(new UsageError(message));
  });
});

function carried(fault?: RestFault) {
  const alice = given();
  if (fault !== undefined) alice.kraken.faults.add({ fault });
  const send = inMemoryTransport(alice.kraken, alice.time);
  const { method, path, body, headers } = alice.request('AddOrder', ORDER);
  const init = { method, body, headers: headers as Record<string, string> };
  return { ...alice, ask: (signal?: AbortSignal) => send(`http://kraken${path}`, { ...init, signal }) };
}

describe('the transport without a socket', () => {
  it('brings answers, but never before the call has returned', async () => {
    const { ask, time, orders } = carried();
    const answer = ask();
    expect(orders()).toBe(0);
    await time.advance(0);
    expect(await (await answer).json()).toMatchObject({ error: [], result: { txid: [expect.any(String)] } });
  });

  it('loses connections as fetch does', async () => {
    const { ask, time } = carried({ kind: 'lost', when: 'after' });
    const answer = failureOf(ask());
    await time.advance(0);
    expect(await answer).toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
  });

  it('breaks off in the middle', async () => {
    const { ask, time } = carried({ kind: 'cut', bytes: 12 });
    const answer = ask();
    await time.advance(0);
    await expect((await answer).text()).rejects.toThrow('terminated');
  });

  it('waits for delays by the scheduler, and for ever when nothing comes, until it is aborted', async () => {
    const late = carried({ kind: 'delay', when: 'before', ms: 3000 });
    const answer = late.ask();
    await late.time.advance(2999);
    expect(late.orders()).toBe(0);
    await late.time.advance(1);
    expect((await answer).status).toBe(200);
    expect(late.orders()).toBe(1);

    const { ask, time } = carried({ kind: 'lost', when: 'before', hangs: true });
    const abort = new AbortController();
    const silent = failureOf(ask(abort.signal));
    await time.advance(1_000_000);
    abort.abort();
    expect(await silent).toMatchObject({ name: 'AbortError' });
  });

  it('floods', async () => {
    const { ask, time } = carried({ kind: 'flood', bytes: 300_000 });
    const answer = ask();
    await time.advance(0);
    expect((await (await answer).text()).length).toBe(300_000);
  });
});

function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no failure',
    (error: unknown) => error,
  );
}
