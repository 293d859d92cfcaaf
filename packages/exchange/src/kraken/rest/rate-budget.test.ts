import { Decimal } from '@fathom/contracts';
import { ManualTime, settled } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD } from '../../../testing/rest/pairs.js';
import { failure, result, ScriptedKraken } from '../../../testing/rest/scripted-kraken.js';
import { DecayingCounter } from './decaying-counter.js';
import { QueueFullError, type Priority, RateGate } from './rate-gate.js';
import { RateBudget } from './rate-budget.js';
import { Turn } from './turn.js';

const market = { clientOrderId: 'a', quantity: Decimal.ONE, time: 0, type: 'market', side: 'buy' } as const;

function busyKraken(callMs: number) {
  const time = new ManualTime(1_700_000_000_000);
  const script = new ScriptedKraken(time).on('AddOrder', result({ txid: ['OA'], descr: {} }));
  const transport: typeof script.transport = async (request) => {
    const answer = await script.transport(request);
    await new Promise<void>((resolve) => {
      time.after(callMs, resolve);
    });
    return answer;
  };
  return { time, script, client: script.client({ transport, tier: 'starter' }) };
}

describe('an order', () => {
  it('behind 20 queued tickers leaves in less than 50 ms', async () => {
    const { time, script, client } = busyKraken(200);
    script.on('Ticker', result({ XXBTZUSD: {} }));
    const tickers = Array.from({ length: 20 }, () => client.market.ticker(BTC_USD).catch(() => undefined));
    await time.advance(10);
    const asked = time.now();
    void client.orders.add(market, { pair: BTC_USD });
    await time.advance(49);
    expect(script.sent.filter(({ call }) => call === 'Ticker').length).toBeLessThan(20);
    expect(script.sent.find(({ call }) => call === 'AddOrder')?.at).toBeLessThan(asked + 50);
    await time.advance(60_000);
    await Promise.all(tickers);
  });

  it('behind 20 questions about the account, one of them unanswered, leaves in less than 50 ms', async () => {
    const { time, script, client } = busyKraken(200);
    script.on('Balance', 'silence');
    const questions = Array.from({ length: 20 }, () => client.account.balances().catch(() => undefined));
    await time.advance(10);
    const asked = time.now();
    void client.orders.add(market, { pair: BTC_USD });
    await time.advance(49);
    expect(script.sent.find(({ call }) => call === 'AddOrder')?.at).toBeLessThan(asked + 50);
    await time.advance(600_000);
    await Promise.all(questions);
  });

  it('does not wait for the orders of another pair', async () => {
    const time = new ManualTime();
    const budget = new RateBudget({ time });
    for (let i = 0; i < 60; i += 1) await budget.order('XXBTZUSD');
    const left: string[] = [];
    void budget.order('XXBTZUSD').then(() => left.push('BTC'));
    void budget.order('XETHZUSD').then(() => left.push('ETH'));
    await settled();
    expect(left).toEqual(['ETH']);
    await time.advance(1000);
    expect(left).toEqual(['ETH', 'BTC']);
  });

  it('waits after its pair had many early cancellations, which never wait', async () => {
    const time = new ManualTime();
    const budget = new RateBudget({ time });
    for (let i = 0; i < 8; i += 1) budget.cancel('XXBTZUSD', 1000);
    let leftAt: number | undefined;
    void budget.order('XXBTZUSD').then(() => (leftAt = time.now()));
    await time.advance(60_000);
    // 8 × 8 = 64, and 1 more must fit below 60 at one a second.
    expect(leftAt).toBe(5000);
  });
});

describe('the account', () => {
  it('may be asked 15 - 5 times at once as a starter, then every 3 seconds; recovery has the rest', async () => {
    const time = new ManualTime();
    const budget = new RateBudget({ time, tier: 'starter' });
    const left: [Priority, number][] = [];
    const ask = (priority: Priority) => void budget.account(1, priority).then(() => left.push([priority, time.now()]));
    for (let i = 0; i < 12; i += 1) ask('account');
    await settled();
    expect(left).toHaveLength(10);
    for (let i = 0; i < 5; i += 1) ask('recovery');
    await settled();
    expect(left.slice(10).map(([priority]) => priority)).toEqual(Array(5).fill('recovery'));
    await time.advance(60_000);
    // From 15 down to 9, then one more for the second: at 0.33 a second.
    expect(left.slice(15)).toEqual([
      ['account', 18_182],
      ['account', 21_213],
    ]);
  });

  it('is left alone for as long as Kraken says', async () => {
    const time = new ManualTime(1_000_000_000);
    const script = new ScriptedKraken(time).on(
      'Balance',
      failure('EService: Throttled: 1000007'),
      result({ ZUSD: '1' }),
    );
    const client = script.client();
    await expect(client.account.balances()).rejects.toThrow('Throttled');
    const second = client.account.balances();
    await time.advance(30_000);
    await second;
    // 7 s are asked for; the counter of 20 then still has to fall below 15, at one a second.
    expect(script.sent.map(({ at }) => at)).toEqual([1_000_000_000, 1_000_007_000]);
  });

  it('is asked for one token, however often one is wanted while Kraken takes no calls', async () => {
    const time = new ManualTime(1_000_000_000);
    const script = new ScriptedKraken(time)
      .on('Balance', failure('EGeneral:Temporary lockout'))
      .on('GetWebSocketsToken', result({ token: 't', expires: 900 }));
    const client = script.client();
    await expect(client.account.balances()).rejects.toThrow('lockout');
    const wanted = Array.from({ length: 30 }, () => client.account.webSocketToken());
    await time.advance(1_000_000);
    await Promise.all(wanted);
    expect(script.calls).toEqual(['Balance', 'GetWebSocketsToken']);
    const again = client.account.webSocketToken();
    await time.advance(1000);
    await again;
    expect(script.calls).toHaveLength(3);
  });

  it('is asked again with a higher nonce when one came late', async () => {
    const time = new ManualTime(5000);
    const script = new ScriptedKraken(time).on('Balance', failure('EAPI:Invalid nonce'), result({ ZUSD: '1' }));
    await script.client().account.balances();
    expect(script.parametersOf('Balance').map(({ nonce }) => nonce)).toEqual(['5000', '5001']);
  });

  it('is not asked again for ever', async () => {
    const script = new ScriptedKraken(new ManualTime()).on('Balance', failure('EAPI:Invalid nonce'));
    await expect(script.client().account.balances()).rejects.toThrow('Invalid nonce');
    expect(script.calls).toHaveLength(3);
  });
});

describe('RateGate', () => {
  it('lets orders first, then recovery, the account, market data', async () => {
    const time = new ManualTime();
    const gate = new RateGate({ name: 'x', counter: new DecayingCounter({ max: 1, decayPerSecond: 1 }), time });
    const left: Priority[] = [];
    const all: Priority[] = ['market-data', 'account', 'recovery', 'order', 'account'];
    await gate.pass(1, 'account');
    for (const each of all) void gate.pass(1, each).then(() => left.push(each));
    await time.advance(10_000);
    expect(left).toEqual(['order', 'recovery', 'account', 'account', 'market-data']);
  });

  it('has room for so many and no more', async () => {
    const gate = new RateGate({
      name: 'x',
      counter: new DecayingCounter({ max: 1, decayPerSecond: 1 }),
      time: new ManualTime(),
      maxQueue: 2,
    });
    for (let i = 0; i < 3; i += 1) void gate.pass(1, 'account');
    await expect(gate.pass(1, 'account')).rejects.toThrow(QueueFullError);
    expect(gate.waiting).toBe(2);
  });

  it('is not blocked longer by a clock set back', async () => {
    const time = new ManualTime(10_000_000);
    const gate = new RateGate({ name: 'x', counter: new DecayingCounter({ max: 1, decayPerSecond: 1 }), time });
    gate.block(5000);
    time.jumpTo(0);
    let isThrough = false;
    void gate.pass(1, 'order').then(() => (isThrough = true));
    await time.advance(6000);
    expect(isThrough).toBe(true);
  });
});

describe('Turn', () => {
  it('keeps the order of private calls while answers come', async () => {
    const time = new ManualTime();
    const turn = new Turn(time);
    const left: string[] = [];
    const take = (name: string, isOrder = false) =>
      turn.take(isOrder).then((done) => {
        left.push(`${name} ${time.now()}`);
        return time.after(10, done);
      });
    void take('a');
    void take('b');
    void take('c');
    void take('order', true);
    await time.advance(100);
    expect(left).toEqual(['a 0', 'order 10', 'b 20', 'c 30']);
  });

  it('lets an order wait 25 ms for an answer and a question 1 s, however many come later', async () => {
    const time = new ManualTime();
    const turn = new Turn(time);
    const left: string[] = [];
    const take = (name: string, isOrder: boolean) =>
      void turn.take(isOrder).then(() => left.push(`${name} ${time.now()}`));
    take('silent', false);
    await settled();
    take('order 1', true);
    await time.advance(20);
    take('order 2', true);
    take('question', false);
    await time.advance(2000);
    expect(left).toEqual(['silent 0', 'order 1 25', 'order 2 50', 'question 1050']);
  });
});
