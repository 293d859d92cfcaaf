import { ManualTime, recordedFrames, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { ScriptedKraken } from '../../../testing/ws/scripted-kraken.js';
import type { AccountEvent } from './account-events.js';
import { ConnectionBudget } from './connection-budget.js';
import { KrakenAccountFeed } from './kraken-account-feed.js';

const TOKEN = 'TokenThatNobodyMaySee';

function account(options: { token?: () => Promise<string> } = {}) {
  const time = new ManualTime(1_785_641_750_000);
  const kraken = new ScriptedKraken(time);
  const events: AccountEvent[] = [];
  let tokens = 0;
  let sequence = 0;
  kraken.snapshotOf = (channel) => {
    sequence = 1;
    return [snapshot(channel)];
  };
  const feed = new KrakenAccountFeed({
    deliver: (event) => events.push(event),
    token: options.token ?? (async () => `${TOKEN}${(tokens += 1)}`),
    clock: time,
    scheduler: time,
    random: new SeededRandom(3),
    transport: kraken,
    budget: new ConnectionBudget(),
  });
  const say = (entry: string, by = 1) => {
    sequence += by;
    kraken.say(`{"channel":"executions","type":"update","data":[${entry}],"sequence":${sequence}}`);
  };
  const types = () => events.map(({ type }) => type);
  return { time, kraken, events, feed, say, types };
}

function snapshot(channel: string): string {
  if (channel === 'balances')
    return recordedFrames().find((frame) => frame.startsWith('{"channel":"balances","type":"snapshot"')) ?? '';
  return '{"channel":"executions","type":"snapshot","data":[],"sequence":1}';
}

const placed =
  '{"order_id":"OABC","cl_ord_id":"mine","symbol":"BTC/USD","order_qty":1.00000000,"cum_cost":0,"exec_type":"pending_new","side":"buy","order_type":"limit","limit_price":100.0,"order_status":"pending_new","timestamp":"2025-02-10T02:55:15.922831Z"}';
const opened =
  '{"timestamp":"2025-02-10T02:55:15.922831Z","order_status":"new","exec_type":"new","order_userref":0,"order_id":"OABC"}';
const traded =
  '{"order_id":"OABC","exec_id":"T1","exec_type":"trade","trade_id":7,"symbol":"BTC/USD","side":"buy","last_qty":1.00000000,"last_price":100.0,"liquidity_ind":"t","cost":100.0,"order_status":"partially_filled","order_type":"limit","timestamp":"2025-02-10T02:55:16.1Z","fee_usd_equiv":0.4,"fees":[{"asset":"USD","qty":0.40000}]}';

/** What was reported: the fill's id, or what happened. */
const reports = (events: readonly AccountEvent[]) =>
  events.flatMap((event) => (event.type === 'order-reported' ? [event.fill?.id ?? event.kind] : []));

describe('KrakenAccountFeed', () => {
  it('tells a snapshot’s orders first, then its fills, oldest first', async () => {
    const { time, kraken, events, feed } = account();
    const older = traded.replace('T1', 'T0').replace(':16.1Z', ':15.9Z');
    const data = `"data":[${traded},${older},${opened}],"sequence":1`;
    kraken.snapshotOf = (channel) =>
      channel === 'executions' ? [`{"channel":"executions","type":"snapshot",${data}}`] : [];
    await time.advance(100);
    expect(reports(events)).toEqual(['opened', 'T0', 'T1']);
    feed.close();
  });

  it('subscribes with a token, tells balances, orders and their events', async () => {
    const { time, kraken, events, feed, say } = account();
    await time.advance(100);
    expect(kraken.received.map(({ params }) => params)).toEqual([
      { channel: 'executions', snap_orders: true, snap_trades: true, token: `${TOKEN}1` },
      { channel: 'balances', snapshot: true, token: `${TOKEN}1` },
    ]);
    expect(events).toMatchObject([
      { type: 'feed-connected' },
      { type: 'exchange-status-changed', status: 'online' },
      { type: 'account-subscribed', channel: 'orders' },
      { type: 'account-subscribed', channel: 'balances' },
      { type: 'balances-reported', isSnapshot: true, balances: [{ asset: 'BRICK' }, {}, {}, {}, { asset: 'USD' }] },
    ]);
    events.length = 0;
    for (const entry of [placed, opened, traded]) say(entry);
    expect(events).toMatchObject([
      { type: 'order-reported', kind: 'received', clientOrderId: 'mine' },
      { type: 'order-reported', kind: 'opened' },
      { type: 'order-reported', kind: 'filled-partly-or-wholly', fill: { id: 'T1', liquidity: 'taker' } },
    ]);
    feed.close();
    expect(time.pending).toBe(0);
  });

  it('tells changes of balances', async () => {
    const { time, kraken, events, feed } = account();
    await time.advance(100);
    const change = recordedFrames().find((frame) => frame.includes('DATKX6-PEHL1-HZKND8')) ?? '';
    // The recording's connection had seen three before.
    for (const sequence of [2, 3, 4]) kraken.say(change.replace('"sequence":4', `"sequence":${sequence}`));
    const [event] = events.slice(-1);
    expect(event).toMatchObject({ type: 'balances-reported', isSnapshot: false });
    const [balance] = event?.type === 'balances-reported' ? event.balances : [];
    expect([
      balance?.asset,
      balance?.balance.toString(),
      balance?.change?.toString(),
      balance?.fee?.toString(),
    ]).toEqual(['USD', '118.0677', '-19.9743', '0.0499']);
    expect([balance?.cause, balance?.wallet]).toEqual(['trade', 'spot/main']);
    feed.close();
  });

  it('fetches everything anew when a message was lost, and leaves out what comes twice', async () => {
    const { time, kraken, events, feed, say } = account();
    await time.advance(100);
    say(placed);
    events.length = 0;
    say(opened, 0);
    expect(events).toEqual([]);
    kraken.snapshotOf = () => [
      `{"channel":"executions","type":"snapshot","data":[${placed.replace('"pending_new"', '"new"')},${traded}],"sequence":1}`,
    ];
    say(opened, 3);
    expect(events).toMatchObject([{ type: 'account-silent', channel: 'orders', reason: 'messages 3 to 4 were lost' }]);
    await time.advance(100);
    expect(reports(events)).toEqual(['opened', 'T1']);
    expect(kraken.asked('executions', 'unsubscribe')).toHaveLength(1);
    expect(kraken.asked('balances')).toHaveLength(1);
    feed.close();
  });

  it('comes back with a new token and tells what was missed', async () => {
    const { time, kraken, events, feed, say, types } = account();
    await time.advance(100);
    say(placed);
    events.length = 0;
    kraken.snapshotOf = (channel) =>
      channel === 'executions' ? [`{"channel":"executions","type":"snapshot","data":[${traded}],"sequence":1}`] : [];
    kraken.hangUp();
    await time.advance(3000);
    expect(types()).toContain('account-disconnected');
    expect(reports(events)).toEqual(['T1']);
    expect(new Set(kraken.received.slice(-2).map(({ params }) => params?.token))).toEqual(new Set([`${TOKEN}2`]));
    feed.close();
  });

  it('renews a token that is refused or too old', async () => {
    const { time, kraken, feed, say, types } = account();
    kraken.treatment.set('executions', 'refuse-token');
    await time.advance(100);
    kraken.treatment.clear();
    await time.advance(3000);
    expect(types().filter((type) => type === 'account-subscribed')).toHaveLength(2);
    expect(kraken.received.at(-1)?.params?.token).toBe(`${TOKEN}2`);
    await time.advance(700_000);
    say(opened, 5);
    await time.advance(100);
    expect(kraken.received.at(-1)?.params?.token).toBe(`${TOKEN}3`);
    feed.close();
  });

  it('says when there is no token, and tries again', async () => {
    let attempts = 0;
    const { time, events, feed, types } = account({
      token: async () => {
        attempts += 1;
        if (attempts === 1) throw new Error('EGeneral:Permission denied');
        return attempts === 2 ? new Promise<string>(() => {}) : TOKEN;
      },
    });
    await time.advance(50);
    expect(events.slice(-2)).toMatchObject([
      { type: 'account-silent', channel: 'orders', reason: 'no token: EGeneral:Permission denied' },
      { type: 'account-silent', channel: 'balances' },
    ]);
    await time.advance(16_500);
    expect(events.at(-1)).toMatchObject({ type: 'account-silent', reason: 'no token: none within 15000 ms' });
    await time.advance(5000);
    expect(types()).toContain('account-subscribed');
    feed.close();
    expect(time.pending).toBe(0);
  });

  it('tells a refusal once, the other channel goes on', async () => {
    const { time, kraken, events, feed } = account();
    kraken.treatment.set('balances', 'refuse');
    await time.advance(60_000);
    expect(events.filter(({ type }) => type === 'account-refused')).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'account-subscribed')).toMatchObject([{ channel: 'orders' }]);
    feed.close();
  });

  it('shows its token to nobody, even if the exchange repeats it', async () => {
    const { time, kraken, events, feed } = account();
    await time.advance(100);
    kraken.say(
      `{"channel":"${TOKEN}1","type":"update","data":[],"sequence":2}`,
      `${TOKEN}1`,
      `${'x'.repeat(50)}${TOKEN}1`,
    );
    kraken.say(`{"method":"add_order","success":false,"error":"Token(s) not found: ${TOKEN}1"}`);
    kraken.hangUp(`closed: ${TOKEN}1`);
    expect(events.filter(({ type }) => type === 'feed-skipped')).toHaveLength(4);
    expect(JSON.stringify(events)).not.toContain(TOKEN.slice(0, 8));
    expect(JSON.stringify(events)).toContain('[token]');
    feed.close();
  });

  it('skips an entry that cannot be read and asks anew', async () => {
    const { time, kraken, events, feed, say } = account();
    await time.advance(100);
    events.length = 0;
    say(opened.replace('"exec_type":"new",', ''));
    expect(events).toMatchObject([
      { type: 'feed-skipped', reason: 'orders: exec_type is missing, it should be a text' },
      { type: 'account-silent', channel: 'orders', reason: 'a message was not understood' },
    ]);
    await time.advance(100);
    expect(kraken.asked('executions')).toHaveLength(2);
    feed.close();
  });

  it('delivers nothing after close', async () => {
    const { time, kraken, events, feed } = account();
    await time.advance(7);
    feed.close();
    const before = events.length;
    kraken.hangUp();
    await time.advance(60_000);
    expect(events).toHaveLength(before);
    expect(time.pending).toBe(0);
  });
});
