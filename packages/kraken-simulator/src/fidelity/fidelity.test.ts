import { bitcoin, errorStrings, ManualTime, recordedAnswers, recordedCalls, SeededRandom } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PRIVATE_CALLS } from '../rest/private/private-calls.js';
import { PUBLIC_CALLS } from '../rest/public/public-calls.js';
import { START, testKraken } from '../test-kraken.js';
import { PRIVATE_SCHEMAS } from './private-schemas.js';
import { PUBLIC_SCHEMAS } from './public-schemas.js';

const SCHEMAS = { ...PUBLIC_SCHEMAS, ...PRIVATE_SCHEMAS };

function schemaOf(method: string): z.ZodType {
  const schema = SCHEMAS[method];
  if (schema === undefined) throw new Error(`no schema of ${method}`);
  return z.strictObject({ error: z.array(z.string()).length(0), result: schema });
}

/** Which call the answers of 2023 and 2024 belong to; those of funding, earning and subaccounts have none here. */
const ANSWERS: Readonly<Record<string, string>> = {
  get_account_balance_json: 'Balance',
  get_extended_balance_json: 'BalanceEx',
  get_trade_balance_json: 'TradeBalance',
  get_open_orders_json: 'OpenOrders',
  get_closed_orders_json: 'ClosedOrders',
  get_query_order_info_json: 'QueryOrders',
  get_order_amends_json: 'OrderAmends',
  get_query_trades_info_json: 'QueryTrades',
  get_open_positions_json: 'OpenPositions',
  get_open_positions_json_do_calc_optional_fields: 'OpenPositions',
  get_ledgers_info_json: 'Ledgers',
  get_query_ledgers_json: 'QueryLedgers',
  get_trade_volume_json: 'TradeVolume',
  get_trade_volume_per_pair_json: 'TradeVolume',
  get_server_time_json: 'Time',
  get_system_status_json: 'SystemStatus',
  get_asset_info_json: 'Assets',
  get_tradable_asset_pairs_json: 'AssetPairs',
  get_ticker_information_json: 'Ticker',
  get_ohlc_data_json: 'OHLC',
  get_orderbook_json: 'Depth',
  get_recent_trades_json: 'Trades',
  get_recent_spreads_json: 'Spread',
  get_add_order_json: 'AddOrder',
  get_add_order_batch_json: 'AddOrderBatch',
  get_amend_order_json: 'AmendOrder',
  get_edit_order_json: 'EditOrder',
  get_cancel_order_json: 'CancelOrder',
  get_cancel_all_orders_json: 'CancelAll',
  get_cancel_all_orders_after_json: 'CancelAllOrdersAfter',
  get_cancel_order_batch_json: 'CancelOrderBatch',
  get_websockets_token_json: 'GetWebSocketsToken',
};

describe('what Kraken said', () => {
  const calls = recordedCalls().map((call) => ({ ...call, method: call.path.split('/').at(-1) ?? '' }));
  // One was recorded compressed and mangled.
  const readable = calls.filter(({ text }) => text.trimStart().startsWith('{'));

  it('is all looked at but one mangled answer', () => {
    expect(calls.length - readable.length).toBe(1);
    const answers = [...recordedAnswers().keys()];
    expect(Object.keys(ANSWERS).filter((name) => !answers.includes(name))).toEqual([]);
  });

  const answered = readable.map(({ method, text }, index) => {
    const answer = JSON.parse(text.replaceAll(/\n\s*/g, ' '));
    return { name: `${index} ${method}`, method, answer, isRefusal: answer.error.length > 0 };
  });

  it.each(answered.filter(({ isRefusal }) => !isRefusal))('call $name reads by our schema', ({ method, answer }) => {
    expect(schemaOf(method).safeParse(answer).error).toBeUndefined();
  });

  it.each(answered.filter(({ isRefusal }) => isRefusal))('call $name was refused with a known string', ({ answer }) => {
    expect(Object.keys(answer)).toEqual(['error']);
    expect(errorStrings()).toContain(answer.error[0]);
  });

  it.each(Object.entries(ANSWERS))('%s reads by our schema of %s', (name, method) => {
    expect(schemaOf(method).safeParse(recordedAnswers().get(name)).error).toBeUndefined();
  });
});

describe('what the local Kraken says', () => {
  const time = new ManualTime(START);
  const alice = testKraken({ instrument: bitcoin, clock: time, random: new SeededRandom(2) });
  const limit = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '49000', volume: '0.1' };
  const { pair: _pair, ...inBatch } = limit;
  const add = (more: Record<string, string> = {}): string =>
    alice.private('AddOrder', { ...limit, ...more }).result.txid[0];
  const bought = add({ ordertype: 'market' });
  add({ ordertype: 'market', leverage: '3' });
  add({ type: 'sell', ordertype: 'stop-loss-limit', price: '45000', price2: '44000', cl_ord_id: 'stop' });
  add({ type: 'sell', ordertype: 'trailing-stop', price: '+5%', userref: '9' });
  add({ ordertype: 'iceberg', displayvol: '0.02', oflags: 'post', expiretm: '+60' });
  const amended = add();
  const canceled = add();
  alice.private('CancelOrder', { txid: canceled });
  const trade = Object.keys(alice.private('TradesHistory').result.trades)[0] ?? '';
  const entry = Object.keys(alice.private('Ledgers').result.ledger)[0] ?? '';
  alice.private('AmendOrder', { txid: amended, limit_price: '48000' });

  const calls: [string, Record<string, string>][] = [
    ['AddOrder', { ...limit, validate: 'true' }],
    ['AddOrder', { ...limit, 'close[ordertype]': 'take-profit', 'close[price]': '60000' }],
    ['AmendOrder', { txid: amended, order_qty: '0.2' }],
    ['EditOrder', { txid: add(), pair: 'XBTUSD', price: '47000' }],
    ['Balance', {}],
    ['BalanceEx', {}],
    ['TradeBalance', {}],
    ['OpenOrders', { trades: 'true' }],
    ['ClosedOrders', { trades: 'true' }],
    ['ClosedOrders', { without_count: 'true' }],
    ['QueryOrders', { txid: `${bought},${amended}`, trades: 'true' }],
    ['OrderAmends', { order_id: amended }],
    ['TradesHistory', {}],
    ['QueryTrades', { txid: trade, ledgers: 'true' }],
    ['OpenPositions', { docalcs: 'true' }],
    ['OpenPositions', { consolidation: 'market' }],
    ['Ledgers', {}],
    ['QueryLedgers', { id: entry }],
    ['TradeVolume', {}],
    ['TradeVolume', { pair: 'XBTUSD' }],
    ['GetWebSocketsToken', {}],
    ['CancelOrder', { cl_ord_id: 'stop' }],
    ['CancelAllOrdersAfter', { timeout: '60' }],
    ['CancelAllOrdersAfter', { timeout: '0' }],
    ['CancelAll', {}],
  ];
  const said: [string, unknown][] = [
    ...calls.map(([method, parameters]): [string, unknown] => {
      alice.kraken.advance();
      // So many calls would run into the limit.
      time.jumpTo(time.now() + 10_000);
      return [method, alice.private(method, parameters)];
    }),
    [
      'AddOrderBatch',
      alice.privateJson('AddOrderBatch', { pair: 'XBTUSD', orders: [inBatch, { ...inBatch, volume: '99' }] }),
    ],
    ['CancelOrderBatch', alice.privateJson('CancelOrderBatch', { orders: [add()] })],
    ...['Time', 'SystemStatus', 'Assets', 'AssetPairs', 'Ticker', 'Depth?pair=XBTUSD', 'Trades?pair=XBTUSD'].map(ask),
    ...['OHLC?pair=XBTUSD&interval=1', 'Spread?pair=XBTUSD'].map(ask),
  ];

  function ask(path: string): [string, unknown] {
    return [path.split('?')[0] ?? '', alice.public(path)];
  }

  it('is every call there is', () => {
    const all = [...PUBLIC_CALLS.keys(), ...PRIVATE_CALLS.keys()].toSorted();
    expect([...new Set(said.map(([method]) => method))].toSorted()).toEqual(all);
    expect(Object.keys(SCHEMAS).toSorted()).toEqual(all);
  });

  it.each(said)('of %s reads by the same schema', (method, answer) => {
    expect(schemaOf(method).safeParse(answer).error).toBeUndefined();
  });

  it('would not, were a field missing, added, or of another type', () => {
    const right = said.find(([method]) => method === 'Ticker')?.[1] as {
      result: { XXBTZUSD: Record<string, unknown> };
    };
    const { a, ...without } = right.result.XXBTZUSD;
    const wrong = [without, { ...without, a, z: 1 }, { ...without, a: [50_001, '1', '1.000'] }];
    for (const XXBTZUSD of wrong) {
      expect(schemaOf('Ticker').safeParse({ error: [], result: { XXBTZUSD } }).success).toBe(false);
    }
  });
});
