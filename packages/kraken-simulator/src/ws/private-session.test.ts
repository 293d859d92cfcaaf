import { ManualClock, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../testing/frame-schemas.js';
import { BTC_USD } from '../../testing/instruments.js';
import { TestSocket } from '../../testing/test-socket.js';
import { START, testKraken } from '../test-kraken.js';

function open(keyOptions = {}) {
  const clock = new ManualClock(START);
  const test = testKraken({ instrument: BTC_USD, clock, random: new SeededRandom(4), key: keyOptions });
  const token: string = test.private('GetWebSocketsToken').result?.token;
  const socket = new TestSocket(test.kraken, 'private', () => clock.now());
  socket.take();
  return { ...test, clock, token, socket };
}

const LIMIT = { order_type: 'limit', side: 'buy', symbol: 'BTC/USD', order_qty: 0.5, limit_price: 48_000.0 };

describe('the private socket', () => {
  it('is only for those with a token', () => {
    const { socket, token, clock } = open();
    const refusal = (params: object) => {
      socket.subscribe(params);
      return socket.take().map(({ error, status }) => [error, status]);
    };
    expect(refusal({ channel: 'executions' })).toEqual([['Token(s) not found', undefined]]);
    expect(refusal({ channel: 'executions', token: 'guess' })).toEqual([['ESession:Invalid session', 'error']]);
    clock.advanceTo(START + 15 * 60_000);
    expect(refusal({ channel: 'balances', token })).toEqual([['ESession:Invalid session', 'error']]);
  });

  it('lets a token live as long as what it subscribed', () => {
    const { socket, token, clock } = open();
    socket.subscribe({ channel: 'balances', token });
    clock.advanceTo(START + 20 * 60_000);
    socket.take();
    socket.say({ method: 'add_order', params: { ...LIMIT, token } });
    expect(socket.take().filter(({ method }) => method)).toMatchObject([{ method: 'add_order', success: true }]);
    socket.say({ method: 'unsubscribe', params: { channel: 'balances', token } });
    socket.say({ method: 'cancel_all', params: { token } });
    expect(socket.take().at(-1)).toMatchObject({ error: 'ESession:Invalid session' });
  });

  it('acknowledges executions as recorded, and shows what is open', () => {
    const { socket, token, ...alice } = open();
    alice.private('AddOrder', { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '48000', volume: '0.5' });
    socket.subscribe({ channel: 'executions', token, snap_trades: true }, 0);
    const [ack, snapshot] = socket.take();
    expect(ack).toMatchObject({
      method: 'subscribe',
      req_id: 0,
      result: { channel: 'executions', maxratecount: 180, snapshot: true, warnings: { length: 4 } },
    });
    expect(snapshot).toMatchObject({ channel: 'executions', type: 'snapshot', sequence: 1 });
    expect(snapshot.data).toMatchObject([
      { exec_type: 'new', order_status: 'new', symbol: 'BTC/USD', order_qty: 0.5, limit_price: 48_000, cum_qty: 0 },
    ]);
  });

  it('tells the life of an order: pending_new, new, canceled; then only what changed', () => {
    const { socket, token } = open();
    socket.subscribe({ channel: 'executions', token });
    socket.take();
    socket.say({ method: 'add_order', params: { ...LIMIT, post_only: true, cl_ord_id: 'mine', token }, req_id: 9 });
    const texts = socket.takeText();
    const frames = texts.map((text) => JSON.parse(text));
    const reply = frames.find(({ method }) => method === 'add_order');
    const id = reply.result.order_id;
    expect(reply).toMatchObject({ req_id: 9, success: true, result: { cl_ord_id: 'mine' } });
    const events = frames.filter(({ channel }) => channel === 'executions');
    expect(events.map(({ sequence, data: [row] }) => [sequence, row.exec_type, row.order_id])).toEqual([
      [2, 'pending_new', id],
      [3, 'new', id],
    ]);
    expect(texts[0]).toContain('"order_qty":0.50000000,"cum_cost":0.00000,"time_in_force":"GTC"');
    expect(texts[0]).toContain('"limit_price":48000.0,"stop_price":0.0');
    expect(Object.keys(events[1].data[0]).toSorted()).toEqual(
      ['timestamp', 'order_status', 'exec_type', 'order_userref', 'cl_ord_id', 'post_only', 'order_id'].toSorted(),
    );
    socket.say({ method: 'cancel_order', params: { order_id: [id], token } });
    const canceled = socket.take().find(({ channel }) => channel === 'executions');
    expect(canceled).toMatchObject({
      sequence: 4,
      data: [{ exec_type: 'canceled', order_status: 'canceled', reason: 'User requested', cum_qty: 0 }],
    });
    expect(canceled.data[0]).not.toHaveProperty('symbol');
  });

  it('tells every fill, then that it is filled, and the ledger of both assets', () => {
    const { socket, token } = open();
    socket.subscribe({ channel: 'executions', token, ratecounter: true });
    socket.subscribe({ channel: 'balances', token });
    expect(socket.take().at(-1)).toMatchObject({
      channel: 'balances',
      type: 'snapshot',
      sequence: 1,
      data: expect.arrayContaining([
        { asset: 'BTC', asset_class: 'currency', balance: 2, wallets: [{ type: 'spot', id: 'main', balance: 2 }] },
      ]),
    });
    // One at 50,001.0, the rest at 50,010.0.
    socket.say({
      method: 'add_order',
      params: { ...LIMIT, order_type: 'market', limit_price: undefined, order_qty: 1.5, token },
    });
    const frames = socket.take();
    const rows = frames.filter(({ channel }) => channel === 'executions').flatMap(({ data }) => data);
    expect(rows.map(({ exec_type: type, order_status: status }) => [type, status])).toEqual([
      ['pending_new', 'pending_new'],
      ['new', 'new'],
      ['trade', 'partially_filled'],
      ['trade', 'partially_filled'],
      ['filled', 'filled'],
    ]);
    expect(rows[2]).toMatchObject({
      last_qty: 1,
      last_price: 50_001,
      liquidity_ind: 't',
      cost: 50_001,
      symbol: 'BTC/USD',
    });
    expect(rows[4]).toMatchObject({ cum_qty: 1.5, cum_cost: 75_006, avg_price: 50_004 });
    expect(rows.every(({ ratecount }) => Number.isInteger(ratecount))).toBe(true);
    const ledger = frames.filter(({ channel }) => channel === 'balances');
    expect(ledger.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5]);
    expect(new Set(ledger.map(({ data: [row] }) => row.asset))).toEqual(new Set(['BTC', 'USD']));
    expect(ledger.at(-1)?.data[0].ref_id).toBe(rows[3].exec_id);
  });

  it('leaves the steps between out when asked to', () => {
    const { socket, token } = open();
    socket.subscribe({ channel: 'executions', token, order_status: false, snap_orders: false });
    socket.say({ method: 'add_order', params: { ...LIMIT, token } });
    const rows = socket.take().filter(({ channel }) => channel === 'executions');
    expect(rows.map(({ sequence, data }) => [sequence, data[0].exec_type])).toEqual([[1, 'new']]);
  });

  it('amends, edits and cancels by every kind of id', () => {
    const { socket, token } = open();
    const say = (method: string, params: object) => {
      socket.say({ method, params: { ...params, token } });
      return socket.take().map(({ result, error, orders_cancelled: count }) => error ?? result ?? count);
    };
    const [{ order_id: first }] = say('add_order', { ...LIMIT, cl_ord_id: 'one' });
    const [amended] = say('amend_order', { cl_ord_id: 'one', limit_price: 47_000.0, order_qty: 0.25 });
    expect(amended).toMatchObject({ amend_id: expect.any(String), cl_ord_id: 'one' });
    const [edited] = say('edit_order', { order_id: first, symbol: 'BTC/USD', limit_price: 46_000 });
    expect(edited).toMatchObject({ original_order_id: first, order_id: expect.not.stringMatching(first) });
    say('add_order', { ...LIMIT, cl_ord_id: 'two' });
    say('add_order', { ...LIMIT, order_userref: 77 });
    expect(say('cancel_order', { order_id: [edited.order_id, 'ONONE-AAAAA-AAAAAA'], cl_ord_id: ['two'] })).toEqual([
      { order_id: edited.order_id },
      'EOrder:Unknown order',
      { cl_ord_id: 'two' },
    ]);
    expect(say('cancel_order', { order_userref: [77] })).toEqual([{ order_userref: 77 }]);
    expect(say('cancel_all', {})).toEqual([{ count: 0 }]);
  });

  it('adds and cancels batches', () => {
    const { socket, token } = open();
    const { symbol: _symbol, ...order } = LIMIT;
    socket.say({
      method: 'batch_add',
      params: {
        symbol: 'BTC/USD',
        orders: [
          { ...order, cl_ord_id: 'a' },
          { ...order, cl_ord_id: 'b' },
        ],
        token,
      },
    });
    const [added] = socket.take();
    expect(added.result).toMatchObject([{ cl_ord_id: 'a' }, { cl_ord_id: 'b' }]);
    socket.say({ method: 'batch_cancel', params: { orders: [added.result[0].order_id], cl_ord_id: ['b'], token } });
    expect(socket.take()).toMatchObject([{ method: 'batch_cancel', orders_cancelled: 2, success: true }]);
  });

  it('has the dead man’s switch', () => {
    const { socket, token, clock, kraken } = open();
    socket.subscribe({ channel: 'executions', token });
    socket.say({ method: 'add_order', params: { ...LIMIT, token } });
    socket.say({ method: 'cancel_all_orders_after', params: { timeout: 60, token } });
    expect(socket.take().at(-1)).toMatchObject({
      result: { currentTime: '2026-01-05T00:00:00Z', triggerTime: '2026-01-05T00:01:00Z' },
    });
    clock.advanceTo(START + 61_000);
    kraken.advance();
    const rows = socket.take().filter(({ channel }) => channel === 'executions');
    expect(rows).toMatchObject([{ data: [{ exec_type: 'canceled' }] }]);
  });

  it.each([
    [{ limit_price: '48000' }, 'Limit_price field must be a number_float'],
    [{ cash_order_qty: 'ten' }, 'Cash_order_qty field must be a number_float'],
    [{ no_mpp: true }, 'EGeneral:Invalid arguments:no_mpp order option is only available when ordertype = market'],
    [{ order_qty: 0.00000001 }, 'EOrder:Order minimum not met'],
    [{ order_qty: 50 }, 'EOrder:Insufficient funds'],
    [{ limit_price: 60_000, post_only: true }, 'EOrder:Post only order'],
    [{ symbol: 'WWW/USD' }, 'EQuery:Unknown asset pair'],
    [{ effective_time: 'soon' }, 'EGeneral:Invalid arguments:effective_time'],
    [{ deadline: '2026-01-04T23:59:59Z' }, 'EService:Deadline elapsed'],
  ])('refuses an order with %j as REST or Kraken’s socket would', (fields, error) => {
    const { socket, token } = open();
    socket.say({ method: 'add_order', params: { ...LIMIT, ...fields, token }, req_id: 1 });
    expect(socket.take()).toMatchObject([{ method: 'add_order', error, success: false, req_id: 1 }]);
  });

  it('reads every digit, and exponents', () => {
    const { socket, token, ...alice } = open();
    socket.say(
      `{"method":"add_order","params":{"order_type":"limit","side":"buy","symbol":"BTC/USD","order_qty":0.10000001,"limit_price":4.80001e4,"token":"${token}"}}`,
    );
    expect(socket.take()).toMatchObject([{ success: true }]);
    const [order] = Object.values<{ vol: string; descr: { price: string } }>(alice.private('OpenOrders').result?.open);
    expect([order?.vol, order?.descr.price]).toEqual(['0.10000001', '48000.1']);
  });

  it('sends nothing but frames of Kraken’s form', () => {
    const { socket, token, clock, kraken } = open();
    socket.subscribe({ channel: 'executions', token, snap_trades: true, ratecounter: true });
    socket.subscribe({ channel: 'balances', token });
    const small = { ...LIMIT, order_qty: 0.2 };
    for (const order of [
      small,
      { ...small, order_type: 'market', order_qty: 1.2 },
      { ...small, order_type: 'stop-loss-limit', triggers: { reference: 'last', price: 52_000 }, limit_price: 52_100 },
      { ...small, order_type: 'trailing-stop', limit_price: undefined, triggers: { price: 2, price_type: 'pct' } },
      { ...small, order_type: 'iceberg', display_qty: 0.1 },
      { ...small, time_in_force: 'gtd', expire_time: '2026-01-05T00:00:20Z' },
      { ...small, order_type: 'limit', margin: true },
    ]) {
      socket.say({ method: 'add_order', params: { ...order, token }, req_id: 2 });
    }
    socket.say({ method: 'amend_order', params: { order_id: 'ONONE-AAAAA-AAAAAA', order_qty: 1, token } });
    socket.say({ method: 'cancel_all', params: { token } });
    clock.advanceTo(START + 30_000);
    kraken.advance();
    const late = new TestSocket(kraken, 'private', () => clock.now());
    late.subscribe({ channel: 'executions', token, snap_trades: true });
    const texts = [...socket.takeText(), ...late.takeText()];
    expect(texts.filter((text) => text.includes('"success":false'))).toEqual([
      expect.stringContaining('Unknown order'),
    ]);
    expect(texts.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
    expect(texts.length).toBeGreaterThan(25);
  });
});
