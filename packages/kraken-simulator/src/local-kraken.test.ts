import { bitcoin, ManualTime, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { apiSign } from './account/sign.js';
import { CALM, print, signed, START, testKraken, type TestKrakenOptions } from './test-kraken.js';

const BUY = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '49000', volume: '0.1' };

function given(options: Partial<TestKrakenOptions> = {}) {
  const time = new ManualTime(START);
  return { time, ...testKraken({ instrument: bitcoin, clock: time, random: new SeededRandom(7), ...options }) };
}

describe('an order', () => {
  it('is described in Kraken’s words and found open under its id', () => {
    const alice = given();
    const { error, result } = alice.private('AddOrder', BUY);
    expect(error).toEqual([]);
    expect(result.descr.order).toBe('buy 0.10000000 XBTUSD @ limit 49000.0');
    expect(result.txid).toEqual([expect.stringMatching(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/)]);
    const { open } = alice.private('OpenOrders').result;
    expect(Object.keys(open)).toEqual(result.txid);
    expect(open[result.txid[0]]).toMatchObject({
      status: 'open',
      vol: '0.10000000',
      vol_exec: '0.00000000',
      opentm: START / 1000,
      oflags: 'fciq',
      descr: { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '49000.0', price2: '0', leverage: 'none' },
    });
  });

  it('at the market fills, moves balances, and is in trades, ledger and closed orders', () => {
    const alice = given();
    const [txid] = alice.private('AddOrder', { ...BUY, ordertype: 'market', volume: '0.5' }).result.txid;
    const { closed, count } = alice.private('ClosedOrders', { trades: 'true' }).result;
    expect(count).toBe(1);
    expect(closed[txid]).toMatchObject({
      status: 'closed',
      vol_exec: '0.50000000',
      cost: '25000.50000',
      fee: '100.00200',
    });
    const { trades } = alice.private('TradesHistory').result;
    expect(Object.keys(trades)).toEqual(closed[txid].trades);
    expect(Object.values(trades)).toMatchObject([
      { ordertxid: txid, pair: 'XXBTZUSD', maker: false, price: '50001.00000' },
    ]);
    expect(alice.private('Balance').result).toEqual({ ZUSD: '74899.4980', XXBT: '2.5000000000' });
    const { ledger } = alice.private('Ledgers', { type: 'trade' }).result;
    expect(Object.values(ledger)).toHaveLength(2);
    expect(alice.private('QueryOrders', { txid }).result[txid].status).toBe('closed');
  });

  it('holds its money while it is open', () => {
    const alice = given();
    alice.private('AddOrder', BUY);
    const { ZUSD } = alice.private('BalanceEx').result;
    expect(ZUSD.balance).toBe('100000.0000');
    expect(Number(ZUSD.hold_trade)).toBeGreaterThanOrEqual(4900);
  });

  it('with validate changes nothing and has no id', () => {
    const alice = given();
    const { result } = alice.private('AddOrder', { ...BUY, validate: 'true' });
    expect(result).toEqual({ descr: { order: 'buy 0.10000000 XBTUSD @ limit 49000.0' } });
    expect(alice.private('OpenOrders').result.open).toEqual({});
  });

  it('that rests fills when the market trades through it', async () => {
    const alice = given({ steps: [...CALM, print(START + 5000, 48_000, '3', 2)] });
    const [txid] = alice.private('AddOrder', BUY).result.txid;
    await alice.time.advance(4999);
    expect(alice.private('QueryOrders', { txid }).result[txid].status).toBe('open');
    await alice.time.advance(1);
    expect(alice.private('QueryOrders', { txid }).result[txid]).toMatchObject({ status: 'closed', price: '49000.0' });
  });

  it.each(['XXBTZUSD', 'XBTUSD', 'XBT/USD', 'BTC/USD', 'xbtusd'])('takes the pair as %s', (pair) => {
    expect(given().private('AddOrder', { ...BUY, pair, validate: 'true' }).error).toEqual([]);
  });

  it.each([
    [{ price: '+1%' }, 'buy 0.10000000 XBTUSD @ limit 50500.0'],
    [{ price: '-100' }, 'buy 0.10000000 XBTUSD @ limit 49900.0'],
    [{ price: '#2%' }, 'buy 0.10000000 XBTUSD @ limit 49000.0'],
    [{ type: 'sell', price: '#2%' }, 'sell 0.10000000 XBTUSD @ limit 51000.0'],
    [{ ordertype: 'market' }, 'buy 0.10000000 XBTUSD @ market'],
    [{ type: 'sell', ordertype: 'stop-loss', price: '48000' }, 'sell 0.10000000 XBTUSD @ stop loss 48000.0'],
    [
      { type: 'sell', ordertype: 'stop-loss-limit', price: '48000', price2: '47000' },
      'sell 0.10000000 XBTUSD @ stop loss 48000.0 -> limit 47000.0',
    ],
    [
      { type: 'sell', ordertype: 'take-profit-limit', price: '52000', price2: '51000' },
      'sell 0.10000000 XBTUSD @ take profit 52000.0 -> limit 51000.0',
    ],
    [{ type: 'sell', ordertype: 'trailing-stop', price: '+5%' }, 'sell 0.10000000 XBTUSD @ trailing stop +5.0000%'],
    [{ leverage: '2' }, 'buy 0.10000000 XBTUSD @ limit 49000.0 with 2:1 leverage'],
    [{ ordertype: 'iceberg', displayvol: '0.02' }, 'buy 0.10000000 XBTUSD @ iceberg 49000.0'],
  ])('%j reads %s', (changes, text) => {
    const alice = given({ balances: { USD: '100000', BTC: '2' } });
    const { error, result } = alice.private('AddOrder', { ...BUY, ...changes, validate: 'true' });
    expect(error).toEqual([]);
    expect(result.descr.order).toBe(text);
  });

  it('tells its conditional close', () => {
    const close = { 'close[ordertype]': 'stop-loss-limit', 'close[price]': '38000', 'close[price2]': '36000' };
    expect(given().private('AddOrder', { ...BUY, ...close, validate: 'true' }).result.descr.close).toBe(
      'close position @ stop loss 38000.0 -> limit 36000.0',
    );
  });

  it.each<[Record<string, string>, string]>([
    [{ pair: 'NOPE' }, 'EQuery:Unknown asset pair'],
    [{ type: 'hold' }, 'EGeneral:Invalid arguments:type'],
    [{ ordertype: 'stop' }, 'EGeneral:Invalid arguments:ordertype'],
    [{ volume: '0.00001' }, 'EOrder:Order minimum not met'],
    [{ volume: 'much' }, 'EGeneral:Invalid arguments:volume'],
    [{ volume: '-1' }, 'EGeneral:Invalid arguments:volume'],
    [{ price: '49000.05' }, 'EOrder:Invalid price:XBTUSD price can only be specified up to 1 decimals.'],
    [{ price: '' }, 'EGeneral:Invalid arguments:price'],
    [{ price: '0' }, 'EOrder:Invalid price'],
    [{ volume: '100' }, 'EOrder:Insufficient funds'],
    [{ price: '60000', oflags: 'post' }, 'EOrder:Post only order'],
    [{ oflags: 'loud' }, 'EGeneral:Invalid arguments:oflags'],
    [{ oflags: 'fcib,fciq' }, 'EGeneral:Invalid arguments:oflags'],
    [{ leverage: '50' }, 'EGeneral:Invalid arguments:leverage'],
    [{ reduce_only: 'true' }, 'EGeneral:Invalid arguments:reduce_only'],
    [{ reduce_only: 'true', leverage: '2' }, 'EOrder:Reduce only:No position exists'],
    [{ timeinforce: 'PO' }, 'EGeneral:Invalid arguments:timeinforce'],
    [{ timeinforce: 'GTD' }, 'EGeneral:Invalid arguments:expiretm'],
    [{ expiretm: '+4' }, 'EGeneral:Invalid arguments:expiretm'],
    [{ deadline: 'soon' }, 'EGeneral:Invalid arguments:deadline'],
    [{ deadline: '2026-01-04T23:59:59.000Z' }, 'EService:Deadline elapsed'],
    [{ deadline: '2026-01-05T00:01:01.000Z' }, 'EGeneral:Invalid arguments:deadline'],
    [{ cl_ord_id: 'longer-than-eighteen-characters' }, 'EGeneral:Invalid arguments:cl_ord_id'],
    [{ cl_ord_id: 'one', userref: '1' }, 'EGeneral:Invalid arguments:userref'],
    [{ userref: '3000000000' }, 'EGeneral:Invalid arguments:userref'],
  ])('%j is refused: %s', (changes, error) => {
    const alice = given();
    expect(alice.private('AddOrder', { ...BUY, ...changes })).toEqual({ error: [error] });
    expect(alice.private('OpenOrders').result.open).toEqual({});
  });

  it('expires when its time is over', async () => {
    const alice = given();
    const [txid] = alice.private('AddOrder', { ...BUY, expiretm: '+15' }).result.txid;
    await alice.time.advance(15_000);
    expect(alice.private('ClosedOrders').result.closed[txid].status).toBe('expired');
  });
});

describe('cl_ord_id', () => {
  it('is unique among open orders only', () => {
    const alice = given();
    const order = { ...BUY, cl_ord_id: 'entry-1' };
    expect(alice.private('AddOrder', order).error).toEqual([]);
    expect(alice.private('AddOrder', order).error).toEqual(['EOrder:Duplicate order']);
    expect(alice.private('CancelOrder', { cl_ord_id: 'entry-1' }).result).toEqual({ count: 1 });
    expect(alice.private('AddOrder', order).error).toEqual([]);
  });

  it('of a filled market order does not stop the same order from filling again', () => {
    const alice = given();
    const order = { ...BUY, ordertype: 'market', cl_ord_id: 'entry-1' };
    expect([alice.private('AddOrder', order), alice.private('AddOrder', order)].map(({ error }) => error)).toEqual([
      [],
      [],
    ]);
    expect(alice.private('ClosedOrders', { cl_ord_id: 'entry-1' }).result.count).toBe(2);
    expect(alice.private('OpenOrders', { cl_ord_id: 'entry-1' }).result.open).toEqual({});
  });
});

describe('taking orders back', () => {
  it('by txid, by userref, by batch, all', () => {
    const alice = given();
    const add = (more: Record<string, string> = {}): string =>
      alice.private('AddOrder', { ...BUY, ...more }).result.txid[0];
    expect(alice.private('CancelOrder', { txid: add() }).result).toEqual({ count: 1 });
    add({ userref: '42' });
    add({ userref: '42' });
    expect(alice.private('CancelOrder', { txid: '42' }).result).toEqual({ count: 2 });
    const ids = [add(), add()];
    expect(alice.privateJson('CancelOrderBatch', { orders: ids }).result).toEqual({ count: 2 });
    add();
    expect(alice.private('CancelAll').result).toEqual({ count: 1 });
    expect(alice.private('CancelOrder', { txid: ids[0] ?? '' }).error).toEqual(['EOrder:Unknown order']);
  });

  it('by a dead man’s switch, in seconds, which 0 takes back', async () => {
    const alice = given();
    alice.private('AddOrder', BUY);
    expect(alice.private('CancelAllOrdersAfter', { timeout: '60' }).result).toEqual({
      currentTime: '2026-01-05T00:00:00Z',
      triggerTime: '2026-01-05T00:01:00Z',
    });
    expect(alice.private('CancelAllOrdersAfter', { timeout: '0' }).result.triggerTime).toBe('0');
    await alice.time.advance(61_000);
    expect(Object.keys(alice.private('OpenOrders').result.open)).toHaveLength(1);
    alice.private('CancelAllOrdersAfter', { timeout: '60' });
    await alice.time.advance(60_000);
    expect(alice.private('OpenOrders').result.open).toEqual({});
  });
});

describe('changing orders', () => {
  it('amends in place and remembers what was', () => {
    const alice = given();
    const [txid] = alice.private('AddOrder', BUY).result.txid;
    const { amend_id } = alice.private('AmendOrder', { txid, limit_price: '48000', order_qty: '0.2' }).result;
    expect(alice.private('OpenOrders').result.open[txid]).toMatchObject({ vol: '0.20000000', misc: 'amended' });
    expect(alice.private('OrderAmends', { order_id: txid }).result).toMatchObject({
      count: 2,
      amends: [
        { amend_id: txid, amend_type: 'original', order_qty: '0.10000000', limit_price: '49000.0', timestamp: START },
        { amend_id, amend_type: 'user', order_qty: '0.20000000', limit_price: '48000.0' },
      ],
    });
  });

  it('edits into a new order', () => {
    const alice = given();
    const [txid] = alice.private('AddOrder', BUY).result.txid;
    const { result } = alice.private('EditOrder', { txid, pair: 'XBTUSD', price: '48000' });
    expect(result).toMatchObject({
      status: 'ok',
      originaltxid: txid,
      volume: '0.10000000',
      price: '48000.0',
      orders_cancelled: 1,
      descr: { order: 'buy 0.10000000 XBTUSD @ limit 48000.0' },
    });
    expect(Object.keys(alice.private('OpenOrders').result.open)).toEqual([result.txid]);
    expect(alice.private('ClosedOrders').result.closed[txid]).toMatchObject({
      status: 'canceled',
      reason: 'Order replaced',
    });
  });

  it('keeps the old order when the new one is refused', () => {
    const alice = given();
    const [txid] = alice.private('AddOrder', BUY).result.txid;
    expect(alice.private('EditOrder', { txid, pair: 'XBTUSD', volume: '0.00001' }).error).toEqual([
      'EOrder:Order minimum not met',
    ]);
    expect(Object.keys(alice.private('OpenOrders').result.open)).toEqual([txid]);
  });

  it('adds a batch: what is refused has its error, the others stand', () => {
    const alice = given();
    const { pair, ...order } = BUY;
    const orders = [order, { ...order, volume: '100' }];
    const { error, result } = alice.privateJson('AddOrderBatch', { pair, orders });
    expect(error).toEqual([]);
    expect(result.orders).toEqual([
      { txid: expect.any(String), descr: { order: 'buy 0.10000000 XBTUSD @ limit 49000.0' } },
      { error: 'EOrder:Insufficient funds' },
    ]);
  });
});

describe('pages', () => {
  it('hold 50 closed orders, and ofs and start lead through all', async () => {
    const alice = given();
    for (let order = 0; order < 60; order += 1) {
      alice.private('AddOrder', { ...BUY, ordertype: 'market', volume: '0.001' });
      await alice.time.advance(3000);
    }
    const page = (parameters: Record<string, string> = {}) => alice.private('ClosedOrders', parameters).result;
    const [first, second] = [page(), page({ ofs: '50' })];
    expect([first.count, Object.keys(first.closed).length, Object.keys(second.closed).length]).toEqual([60, 50, 10]);
    expect(new Set([...Object.keys(first.closed), ...Object.keys(second.closed)]).size).toBe(60);
    expect(page({ without_count: 'true' }).count).toBeUndefined();
    await alice.time.advance(60_000);
    // Exclusive at the start, inclusive at the end.
    const [from, to] = [START / 1000 + 3, START / 1000 + 6];
    expect(page({ start: String(from), end: String(to) }).count).toBe(1);
    expect(Object.keys(alice.private('TradesHistory', { ofs: '50' }).result.trades)).toHaveLength(10);
    expect(alice.private('Ledgers', { ofs: '100' }).result.count).toBe(122);
  });
});

describe('who may call', () => {
  it('is told by key, signature, nonce and permission, in that order', () => {
    const alice = given({ key: { permissions: ['query-funds'] } });
    const answer = (request: Parameters<typeof alice.kraken.handle>[0]) =>
      JSON.parse(alice.kraken.handle(request).body);
    const right = alice.request('Balance');
    expect(answer({ ...right, headers: { ...right.headers, 'api-key': 'nobody' } }).error).toEqual([
      'EAPI:Invalid key',
    ]);
    expect(answer({ ...right, body: `${right.body}&x=1` }).error).toEqual(['EAPI:Invalid signature']);
    expect(answer(right).error).toEqual([]);
    expect(answer(right).error).toEqual(['EAPI:Invalid nonce']);
    expect(alice.private('AddOrder', BUY).error).toEqual(['EGeneral:Permission denied']);
    expect(alice.private('OpenOrders').error).toEqual(['EGeneral:Permission denied']);
    expect(answer({ ...right, method: 'GET' }).error).toEqual(['EGeneral:Invalid arguments']);
    expect(alice.private('Withdraw').error).toEqual(['EGeneral:Unknown method']);
  });

  it('is told on sockets as well', () => {
    const alice = given({ key: { permissions: ['websockets', 'cancel-orders'] } });
    const { token } = alice.private('GetWebSocketsToken').result;
    const sent: string[] = [];
    const wire = { send: (data: unknown) => sent.push(String(data)), sendFragments: () => {}, close: () => {} };
    const connection = alice.kraken.connect('private', wire);
    const params = { order_type: 'market', side: 'buy', order_qty: 0.1, symbol: 'BTC/USD', token };
    connection.receive(JSON.stringify({ method: 'add_order', params, req_id: 1 }), START);
    expect(JSON.parse(sent.at(-1) ?? '')).toMatchObject({ success: false, error: 'EGeneral:Permission denied' });
    connection.receive(
      JSON.stringify({ method: 'subscribe', params: { channel: 'executions', token }, req_id: 2 }),
      START,
    );
    expect(JSON.parse(sent.at(-1) ?? '')).toMatchObject({ success: false });
    connection.receive(JSON.stringify({ method: 'cancel_all', params: { token }, req_id: 3 }), START);
    expect(JSON.parse(sent.at(-1) ?? '')).toMatchObject({ success: true, result: { count: 0 } });
  });

  it('reads nonces of 64 bits in JSON digit by digit', () => {
    const alice = given();
    const nonce = '18446744073709551614';
    const body = `{"nonce":${nonce},"asset":"ZUSD"}`;
    const path = '/0/private/TradeBalance';
    const signature = apiSign({ path, nonce, body, secret: alice.key.secret });
    const headers = { 'api-key': alice.key.key, 'api-sign': signature, 'content-type': 'application/json' };
    const answer = JSON.parse(alice.kraken.handle({ method: 'POST', path, headers, body }).body);
    expect(answer.error).toEqual([]);
  });

  it('a nonce that was refused with its call is used up', () => {
    const alice = given();
    alice.private('AddOrder', { ...BUY, nonce: '900', volume: '0' });
    expect(alice.private('AddOrder', { ...BUY, nonce: '900' }).error).toEqual(['EAPI:Invalid nonce']);
  });

  it('is locked out for a while after many bad calls', async () => {
    const alice = given({ lockout: { badCalls: 3, lockoutMs: 60_000 } });
    const wrong = { ...alice.key, secret: 'AAAA' };
    const bad = () => JSON.parse(alice.kraken.handle(signed('Balance', { nonce: '1' }, wrong)).body).error[0];
    expect([bad(), bad(), bad()]).toEqual(Array.from({ length: 3 }, () => 'EAPI:Invalid signature'));
    expect(alice.private('Balance').error).toEqual(['EGeneral:Temporary lockout']);
    await alice.time.advance(60_000);
    expect(alice.private('Balance').error).toEqual([]);
  });
});

describe('limits', () => {
  it('count calls of a key by tier, histories twice, orders not', async () => {
    const alice = given({ tier: 'starter' });
    for (let call = 0; call < 7; call += 1) expect(alice.private('Ledgers').error).toEqual([]);
    expect(alice.private('Balance').error).toEqual([]);
    expect(alice.private('Balance').error).toEqual(['EAPI:Rate limit exceeded']);
    expect(alice.private('AddOrder', BUY).error).toEqual([]);
    await alice.time.advance(3000);
    expect(alice.private('Balance').error).toEqual(['EAPI:Rate limit exceeded']);
    await alice.time.advance(10_000);
    expect(alice.private('Balance').error).toEqual([]);
  });

  it('count orders of a pair, and young cancels most', async () => {
    const alice = given({ tier: 'starter' });
    const cycle = () => {
      const { error, result } = alice.private('AddOrder', BUY);
      if (error.length > 0) return error[0];
      return alice.private('CancelOrder', { txid: result.txid[0] }).error[0];
    };
    // Each costs 1 + 8 of 60 points.
    for (let round = 0; round < 7; round += 1) expect(cycle()).toBeUndefined();
    expect(cycle()).toBe('EOrder:Rate limit exceeded');
    await alice.time.advance(10_000);
    expect(cycle()).toBeUndefined();
  });

  it('bound the orders that may be open in a pair', () => {
    const alice = given({ tier: 'intermediate', balances: { USD: '1000000' } });
    const errors = Array.from({ length: 81 }, () => alice.private('AddOrder', { ...BUY, volume: '0.001' }).error[0]);
    expect(errors.filter((error) => error === undefined)).toHaveLength(80);
    expect(errors.at(-1)).toBe('EOrder:Orders limit exceeded');
  });

  it('bound public calls of an address', () => {
    const alice = given({ publicLimit: { max: 2, decayPerSecond: 1 } });
    expect([1, 2, 3].map(() => alice.public('Time').error[0])).toEqual([
      undefined,
      undefined,
      'EGeneral:Too many requests',
    ]);
  });
});

describe('the state of the exchange', () => {
  it('stops what it must', () => {
    const alice = given();
    alice.private('AddOrder', BUY);
    alice.kraken.status = 'cancel_only';
    expect(alice.public('SystemStatus').result.status).toBe('cancel_only');
    expect(alice.private('AddOrder', BUY).error).toEqual(['EService:Market in cancel_only mode']);
    expect(alice.private('CancelAll').result).toEqual({ count: 1 });
    alice.kraken.status = 'post_only';
    expect(alice.private('AddOrder', BUY).error).toEqual(['EService:Market in post_only mode']);
    expect(alice.private('AddOrder', { ...BUY, oflags: 'post' }).error).toEqual([]);
    alice.kraken.status = 'maintenance';
    expect(alice.private('CancelAll').error).toEqual(['EService:Unavailable']);
    expect(alice.public('Ticker').error).toEqual(['EService:Unavailable']);
    expect(alice.public('Time').error).toEqual([]);
    alice.kraken.status = 'online';
    expect(alice.private('CancelAll').result).toEqual({ count: 1 });
  });

  it('may have a clock that is wrong, by which deadlines count', () => {
    const alice = given();
    alice.kraken.skewMs = 600_000;
    expect(alice.public('Time').result.unixtime).toBe(START / 1000 + 600);
    expect(alice.private('AddOrder', { ...BUY, deadline: '2026-01-05T00:00:05Z' }).error).toEqual([
      'EService:Deadline elapsed',
    ]);
    expect(alice.private('AddOrder', { ...BUY, deadline: '2026-01-05T00:10:05Z' }).error).toEqual([]);
  });
});

describe('margin', () => {
  it('opens a position, shows it, and closes it with volume 0', () => {
    const alice = given();
    const margin = { ...BUY, ordertype: 'market', leverage: '2' };
    expect(alice.private('AddOrder', margin).error).toEqual([]);
    const positions = Object.values(alice.private('OpenPositions', { docalcs: 'true' }).result);
    expect(positions).toMatchObject([{ pair: 'XXBTZUSD', type: 'buy', vol: '0.10000000', posstatus: 'open' }]);
    expect(alice.private('OpenPositions', { consolidation: 'market' }).result).toMatchObject([
      { pair: 'XXBTZUSD', positions: '1', leverage: '2.00000' },
    ]);
    expect(alice.private('TradeBalance').result).toMatchObject({
      m: expect.not.stringMatching(/^0\.0000$/),
      ml: expect.any(String),
    });
    expect(alice.private('AddOrder', { ...margin, type: 'sell', volume: '0' }).error).toEqual([]);
    expect(alice.private('OpenPositions').result).toEqual({});
    const kinds = ['any position', 'closed position', 'closing position', 'no position'];
    expect(kinds.map((type) => alice.private('TradesHistory', { type }).result.count)).toEqual([2, 1, 1, 0]);
  });
});
