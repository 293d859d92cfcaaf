import { Decimal, type ExchangeOrder, type OrderTerms } from '@fathom/contracts';
import { errorStrings, ManualTime } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { BTC_USD } from '../../../testing/rest/pairs.js';
import { failure, result, type ScriptedAnswer, ScriptedKraken } from '../../../testing/rest/scripted-kraken.js';
import { TransportError } from './transport.js';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);
const base = { clientOrderId: 'bot-1', quantity: Decimal.parse('0.3').minus(Decimal.parse('0.1')), time: NOW };
const market: ExchangeOrder = { ...base, type: 'market', side: 'buy' };
const limit: ExchangeOrder = { ...base, type: 'limit', side: 'buy', price: Decimal.parse('50000.1') };
const ACCEPTED = { descr: { order: 'buy 0.20000000 XBTUSD @ market' }, txid: ['OAVY7T-MV5VK-KHDF5X'] };

function kraken(answer: ScriptedAnswer = result(ACCEPTED)) {
  const time = new ManualTime(NOW);
  const script = new ScriptedKraken(time).on('AddOrder', answer);
  const client = script.client();
  const add = async (order: ExchangeOrder = market, terms: OrderTerms = {}, validate = false) => {
    const adding = client.orders.add(order, { pair: BTC_USD, terms, ...(validate && { validate }) });
    await time.advance(0);
    await time.advance(60_000);
    return adding;
  };
  return { script, client, add, time };
}

describe('AddOrder: what was it?', () => {
  it('is accepted with the id Kraken gave', async () => {
    expect(await kraken().add()).toEqual({
      outcome: 'accepted',
      exchangeOrderId: 'OAVY7T-MV5VK-KHDF5X',
      description: 'buy 0.20000000 XBTUSD @ market',
    });
  });

  it('is accepted beside a warning', async () => {
    expect(await kraken(result(ACCEPTED, 'WGeneral:Danger')).add()).toMatchObject({ outcome: 'accepted' });
  });

  it.each<[string, ScriptedAnswer]>([
    ['a web page with status 200', { text: '<html>Just a moment...</html>' }],
    ['an empty answer', { text: '' }],
    ['half an answer', { text: JSON.stringify({ error: [], result: ACCEPTED }).slice(0, 40) }],
    ['JSON that is no answer', { text: '{}' }],
    ['null', { text: 'null' }],
    ['no order id', result({ descr: ACCEPTED.descr })],
    ['an empty list of ids', result({ ...ACCEPTED, txid: [] })],
    ['an order id that is none', result({ ...ACCEPTED, txid: [7] })],
    ['an error beside a result', { text: JSON.stringify({ error: ['EOrder:Insufficient funds'], result: ACCEPTED }) }],
    ['a certain refusal beside an unknown one', failure('EOrder:Insufficient funds', 'EOrder:Something new')],
    ['502 with a page', { status: 502, text: '<html>Bad gateway</html>' }],
    ['504 and nothing', { status: 504, text: '' }],
    ['520', { status: 520, text: 'error code: 520' }],
    ['a result with status 500', { status: 500, text: JSON.stringify({ error: [], result: ACCEPTED }) }],
    ['no answer in time', 'silence'],
    ['a connection that broke', new TransportError('reset', 'api.kraken.com: connection broken off')],
    ['a redirect', new TransportError('redirect', 'redirected')],
    ['an endless answer', new TransportError('too-large', 'too long')],
    ['an error nobody has seen', failure('EOrder:Something new')],
    ['EGeneral:Internal error', failure('EGeneral:Internal error')],
    ['EService:Unavailable', failure('EService:Unavailable')],
    ['EService:Timeout', failure('EService:Timeout')],
  ])('is unknown after %s, and sent once', async (_, answer) => {
    const { script, add } = kraken(answer);
    expect(await add()).toMatchObject({ outcome: 'unknown' });
    expect(script.calls).toEqual(['AddOrder']);
  });

  it.each([
    ['EOrder:Insufficient funds', 'refusal'],
    ['EService:Deadline elapsed', 'refusal'],
    ['EAPI:Invalid nonce', 'nonce'],
    ['EOrder:Rate limit exceeded', 'rate-limited'],
    ['EService:Market in cancel_only mode', 'maintenance'],
    ['EGeneral:Invalid arguments:volume', 'bad-request'],
    ['EGeneral:Permission denied', 'permission'],
  ])('is rejected after %s, and sent once', async (error, kind) => {
    const { script, add } = kraken(failure(error));
    expect(await add()).toEqual({ outcome: 'rejected', reason: error, kind });
    expect(script.calls).toEqual(['AddOrder']);
  });

  it.each(['dns', 'refused', 'unreachable', 'certificate'] as const)(
    'is rejected when %s kept it here',
    async (why) => {
      expect(await kraken(new TransportError(why, why)).add()).toMatchObject({
        outcome: 'rejected',
        kind: 'retryable',
      });
    },
  );

  it('never throws and never sends twice for any known error', async () => {
    for (const error of errorStrings()) {
      const { script, add } = kraken(failure(error));
      expect(['rejected', 'unknown']).toContain((await add()).outcome);
      expect(script.calls).toEqual(['AddOrder']);
    }
  });

  it('has a number above all before it, though the clock stands still and many are sent at once', async () => {
    const time = new ManualTime(NOW);
    const script = new ScriptedKraken(time).on('AddOrder', result(ACCEPTED));
    const client = script.client();
    const adding = Array.from({ length: 50 }, (_, n) =>
      client.orders.add({ ...market, clientOrderId: `bot-${n}` }, { pair: BTC_USD }),
    );
    for (let turn = 0; turn < 100; turn += 1) await time.advance(0);
    expect(new Set((await Promise.all(adding)).map(({ outcome }) => outcome))).toEqual(new Set(['accepted']));
    const nonces = script.parametersOf('AddOrder').map(({ nonce }) => Number(nonce));
    expect(nonces).toEqual(Array.from({ length: 50 }, (_, n) => NOW + n));
  });

  it('leaves behind the call before it, whose lower number must arrive first, and waits 25 ms for that', async () => {
    const { script, client, time } = kraken();
    script.on('BalanceEx', 'silence');
    void client.account.extendedBalances().catch(() => undefined);
    await time.advance(0);
    const adding = client.orders.add(market, { pair: BTC_USD });
    await time.advance(24);
    expect(script.calls).toEqual(['BalanceEx']);
    await time.advance(1);
    expect(script.calls).toEqual(['BalanceEx', 'AddOrder']);
    expect(await adding).toMatchObject({ outcome: 'accepted' });
  });

  it('is never sent without keys', async () => {
    const time = new ManualTime(NOW);
    const script = new ScriptedKraken(time);
    const outcome = await script.client({ keys: undefined }).orders.add(market, { pair: BTC_USD });
    expect(outcome).toMatchObject({ outcome: 'rejected', kind: 'permission' });
    expect(script.sent).toEqual([]);
  });
});

async function sent(order: ExchangeOrder, terms: OrderTerms = {}) {
  const { script, add } = kraken();
  expect(await add(order, terms)).toMatchObject({ outcome: 'accepted' });
  const [{ nonce, ...parameters } = {}] = script.parametersOf('AddOrder');
  expect(nonce).toMatch(/^\d+$/);
  return parameters;
}

describe('AddOrder: what is sent', () => {
  const always = {
    pair: 'XXBTZUSD',
    volume: '0.20000000',
    cl_ord_id: 'bot-1',
    oflags: 'fciq',
    deadline: '2026-01-02T03:04:10.000Z',
  };
  const price = Decimal.parse('50000.1');
  const limitPrice = Decimal.parse('49990');
  const offset = { value: Decimal.parse('5'), unit: 'percent' } as const;

  it.each<[string, ExchangeOrder, object]>([
    ['a market order', market, { type: 'buy', ordertype: 'market' }],
    ['a limit order', limit, { type: 'buy', ordertype: 'limit', price: '50000.1' }],
    [
      'a stop that is a stop',
      { ...base, type: 'stop-loss', side: 'sell', price },
      { type: 'sell', ordertype: 'stop-loss', price: '50000.1' },
    ],
    [
      'a stop with a limit',
      { ...base, type: 'stop-loss-limit', side: 'sell', price, limitPrice },
      { type: 'sell', ordertype: 'stop-loss-limit', price: '50000.1', price2: '49990.0' },
    ],
    [
      'a take-profit',
      { ...base, type: 'take-profit', side: 'sell', price },
      { type: 'sell', ordertype: 'take-profit', price: '50000.1' },
    ],
    [
      'a take-profit with a limit',
      { ...base, type: 'take-profit-limit', side: 'sell', price, limitPrice },
      { type: 'sell', ordertype: 'take-profit-limit', price: '50000.1', price2: '49990.0' },
    ],
    [
      'a trailing stop in percent',
      { ...base, type: 'trailing-stop', side: 'sell', offset },
      { type: 'sell', ordertype: 'trailing-stop', price: '+5%' },
    ],
    [
      'a trailing stop in dollars',
      { ...base, type: 'trailing-stop', side: 'buy', offset: { value: Decimal.parse('100'), unit: 'quote' } },
      { type: 'buy', ordertype: 'trailing-stop', price: '+100.0' },
    ],
    [
      'a trailing stop with a limit, selling',
      { ...base, type: 'trailing-stop-limit', side: 'sell', offset, limitOffset: { ...offset, value: Decimal.ONE } },
      { type: 'sell', ordertype: 'trailing-stop-limit', price: '+5%', price2: '-1%' },
    ],
    [
      'a trailing stop with a limit, buying',
      { ...base, type: 'trailing-stop-limit', side: 'buy', offset, limitOffset: { ...offset, value: Decimal.ONE } },
      { type: 'buy', ordertype: 'trailing-stop-limit', price: '+5%', price2: '+1%' },
    ],
    [
      'an iceberg',
      { ...base, type: 'iceberg', side: 'buy', price, displayQuantity: Decimal.parse('0.05') },
      { type: 'buy', ordertype: 'iceberg', price: '50000.1', displayvol: '0.05000000' },
    ],
  ])('%s, and nothing else', async (_, order, expected) => {
    expect(await sent(order)).toEqual({ ...always, ...expected });
  });

  it.each<[string, ExchangeOrder, OrderTerms, object]>([
    ['leverage', market, { leverage: 2 }, { leverage: '2' }],
    ['reduce only', market, { leverage: 2, reduceOnly: true }, { leverage: '2', reduce_only: 'true' }],
    ['post only', limit, { postOnly: true }, { oflags: 'fciq,post' }],
    ['immediate or cancel', limit, { timeInForce: 'ioc' }, { timeinforce: 'IOC' }],
    [
      'good till date',
      limit,
      { timeInForce: 'gtd', expiresAt: NOW + 60_001 },
      { timeinforce: 'GTD', expiretm: String(NOW / 1000 + 61) },
    ],
    ['a start', limit, { startsAt: NOW + 60_000 }, { starttm: String(NOW / 1000 + 60) }],
    [
      'what sets off a stop',
      { ...base, type: 'stop-loss', side: 'buy', price },
      { trigger: 'index' },
      { ordertype: 'stop-loss', trigger: 'index' },
    ],
    [
      'a closing order',
      limit,
      { conditionalClose: { type: 'stop-loss-limit', price, limitPrice } },
      { 'close[ordertype]': 'stop-loss-limit', 'close[price]': '50000.1', 'close[price2]': '49990.0' },
    ],
  ])('%s', async (_, order, terms, expected) => {
    expect(await sent(order, terms)).toMatchObject(expected);
  });

  it('sends 0.3 − 0.1 as 0.2', async () => {
    expect((await sent(market))['volume']).toBe('0.20000000');
  });

  it('says validate only when it is meant', async () => {
    const { script, add } = kraken(result({ descr: { order: 'buy' } }));
    expect(await add(market, {}, true)).toEqual({ outcome: 'validated', description: 'buy' });
    await add(market);
    expect(script.parametersOf('AddOrder').map(({ validate }) => validate)).toEqual(['true', undefined]);
    expect(script.sent[1]?.body).not.toContain('validate');
  });

  it('takes an order for accepted when Kraken says its id, even where only checking was asked for', async () => {
    expect(await kraken().add(market, {}, true)).toMatchObject({ outcome: 'accepted' });
  });

  it('sends a user reference instead of the client id: Kraken takes one of the two', async () => {
    const { script, client, time } = kraken();
    const adding = client.orders.add(market, { pair: BTC_USD, userReference: 320 });
    await time.advance(0);
    await adding;
    expect(script.parametersOf('AddOrder')[0]).toMatchObject({ userref: '320' });
    expect(script.parametersOf('AddOrder')[0]).not.toHaveProperty('cl_ord_id');
  });

  it.each<[string, Partial<ExchangeOrder>, OrderTerms, string]>([
    ['too little', { quantity: Decimal.parse('0.00001') }, {}, 'quantity 0.00001 BTC is below the minimum 0.00005'],
    ['nothing', { quantity: Decimal.ZERO }, {}, 'quantity 0 BTC is not above 0'],
    ['too many digits', { quantity: Decimal.parse('0.123456789') }, {}, 'quantity 0.123456789 BTC has more than 8'],
    ['off the tick', { price: Decimal.parse('50000.16') }, {}, 'price 50000.16 is no multiple of the tick 0.1'],
    ['too cheap', { price: Decimal.ONE }, {}, 'cost 0.2 USD is below the minimum 0.5'],
    ['a strange id', { clientOrderId: 'far too long an id for it' }, {}, 'client order id "far too long'],
    ['leverage nobody offers', {}, { leverage: 7 }, 'leverage 7 to buy BTC/USD: Kraken offers 2, 3, 4, 5'],
    ['reduce-only alone', {}, { reduceOnly: true }, 'reduce-only needs leverage'],
    ['no expiry', {}, { timeInForce: 'gtd' }, 'good-till-date needs'],
    ['yesterday', {}, { startsAt: NOW - 1 }, `start ${NOW - 1} is not in the future`],
    [
      'a closing price off the tick',
      {},
      { conditionalClose: { type: 'limit', price: Decimal.parse('1.23') } },
      'closing price 1.23 is no multiple',
    ],
  ])('refuses %s without sending it', async (_, wrong, terms, message) => {
    const { script, add } = kraken();
    const outcome = await add({ ...limit, ...wrong } as ExchangeOrder, terms);
    expect(outcome).toMatchObject({ outcome: 'rejected', kind: 'rules' });
    expect(outcome).toHaveProperty('reason', expect.stringContaining(message));
    expect(script.sent).toEqual([]);
  });

  it.each([1999, 60_001, Number.NaN])('refuses a deadline of %d ms', async (deadlineMs) => {
    const { script, client } = kraken();
    expect(await client.orders.add(market, { pair: BTC_USD, deadlineMs })).toMatchObject({ outcome: 'rejected' });
    expect(script.sent).toEqual([]);
  });
});

const open = (pair: string) => ({
  status: 'open',
  opentm: NOW / 1000,
  descr: { pair },
  vol: '1',
  vol_exec: '0',
  cost: '0',
  fee: '0',
});

describe('what changes orders', () => {
  it.each([
    [500, '1'],
    [60_000, '60'],
    [1001, '2'],
    [0, '0'],
  ])("a dead man's switch of %d ms is %s seconds", async (timeoutMs, timeout) => {
    const { script, client } = kraken();
    script.on('CancelAllOrdersAfter', result({ currentTime: 'a', triggerTime: timeoutMs === 0 ? '0' : 'b' }));
    const outcome = await client.orders.cancelAllAfter(timeoutMs);
    expect(script.parametersOf('CancelAllOrdersAfter')[0]).toMatchObject({ timeout });
    expect(outcome).toEqual(timeoutMs === 0 ? { outcome: 'accepted' } : { outcome: 'accepted', triggersAt: 'b' });
  });

  it('cancels the orders of one pair and of no other', async () => {
    const { script, client } = kraken();
    script
      .on('OpenOrders', result({ open: { OA: open('XBTUSD'), OB: open('ETHUSD'), OC: open('XXBTZUSD') } }))
      .on('CancelOrder', result({ count: 1 }));
    const canceled = await client.cancelAllOf(BTC_USD);
    expect(script.parametersOf('CancelOrder').map(({ txid }) => txid)).toEqual(['OA', 'OC']);
    expect(canceled.map(({ outcome }) => outcome)).toEqual([
      { outcome: 'accepted', count: 1 },
      { outcome: 'accepted', count: 1 },
    ]);
    expect(script.calls).not.toContain('CancelAll');
  });

  it('cancels by our own id', async () => {
    const { script, client } = kraken();
    script.on('CancelOrder', failure('EOrder:Unknown order'));
    const outcome = await client.orders.cancel({ clientOrderId: 'bot-1' }, { pair: BTC_USD });
    expect(script.parametersOf('CancelOrder')[0]).toMatchObject({ cl_ord_id: 'bot-1' });
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'EOrder:Unknown order', kind: 'refusal' });
  });

  it('amends to exact digits', async () => {
    const { script, client } = kraken();
    script.on('AmendOrder', result({ amend_id: 'TVB4ER-X5QP3-ADURMW' }));
    const outcome = await client.orders.amend(
      { exchangeOrderId: 'OA' },
      { pair: BTC_USD, ageMs: 0, quantity: Decimal.parse('0.2'), limitPrice: Decimal.parse('50000') },
    );
    expect(outcome).toEqual({ outcome: 'accepted', amendId: 'TVB4ER-X5QP3-ADURMW' });
    expect(script.parametersOf('AmendOrder')[0]).toMatchObject({
      txid: 'OA',
      order_qty: '0.20000000',
      limit_price: '50000.0',
    });
  });

  it.each<[string, Partial<Record<'quantity' | 'displayQuantity' | 'limitPrice' | 'triggerPrice', string>>, string]>([
    ['a limit off the tick', { limitPrice: '50000.16' }, 'limit price 50000.16 is no multiple of the tick 0.1'],
    ['a trigger off the tick', { triggerPrice: '50000.16' }, 'trigger price 50000.16 is no multiple of the tick 0.1'],
    ['a price of nothing', { limitPrice: '0' }, 'limit price 0 is not above 0'],
    ['too many digits', { quantity: '0.123456789' }, 'quantity 0.123456789 BTC has more than 8 digits after the point'],
    ['nothing', { quantity: '0' }, 'quantity 0 BTC is not above 0'],
    ['nothing to see', { displayQuantity: '0' }, 'display quantity 0 BTC is not above 0'],
  ])('amends to no other price or quantity than was said: not to %s', async (_, change, reason) => {
    const { script, client } = kraken();
    const wanted = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, Decimal.parse(value)]));
    const outcome = await client.orders.amend({ exchangeOrderId: 'OA' }, { pair: BTC_USD, ageMs: 0, ...wanted });
    expect(outcome).toEqual({ outcome: 'rejected', kind: 'rules', reason });
    expect(script.sent).toEqual([]);
  });
});
