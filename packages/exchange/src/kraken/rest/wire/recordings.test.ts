/* oxlint-disable typescript/no-explicit-any, vitest/no-conditional-expect -- any JSON, compared by what each entry has */
import { Decimal } from '@fathom/contracts';
import { recordedAnswers, recordedCalls } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '../answer.js';
import {
  readAccountTrade,
  readBalance,
  readExtendedBalance,
  readLedgerEntry,
  readPosition,
  readTradeBalance,
  readTradeVolume,
} from './account-data.js';
import { mapOf, record } from './fields.js';
import { readAsset, readCandles, readDepth, readSpreads, readTicker, readTrades } from './market-data.js';
import { readOrder } from './order-info.js';
import { readPair } from './pair.js';

type Raw = Record<string, any>;

/** Amounts as Kraken wrote them, without zeros at the end: independent of how a mapper holds them. */
const plain = (text: unknown) => Decimal.parse(String(text).replace(/^\+/, '')).toString();
const ms = (seconds: number) => Math.round(seconds * 1e6) / 1e3;
const optional = (name: string, value: unknown) => (value === undefined ? {} : { [name]: value });
const amount = (name: string, text: unknown) => optional(name, Number(text ?? 0) === 0 ? undefined : plain(text));
const word = (name: string, text: unknown) => optional(name, text === 'None' || !text ? undefined : text);
/** What a mapper made, amounts as text. */
const shown = (value: unknown) => JSON.parse(JSON.stringify(value));

const expected: Record<string, (raw: any, id: string) => Raw> = {
  orders: (raw, id) => ({
    exchangeOrderId: id,
    ...word('clientOrderId', raw.cl_ord_id),
    userReference: raw.userref ?? 0,
    status: raw.status,
    ...word('pair', raw.descr.pair),
    ...word('side', raw.descr.type),
    ...word('type', raw.descr.ordertype),
    ...word('priceText', raw.descr.price),
    ...word('secondPriceText', raw.descr.price2),
    ...word('leverage', raw.descr.leverage),
    ...word('description', raw.descr.order),
    openedAt: ms(raw.opentm),
    ...optional('closedAt', raw.closetm === undefined ? undefined : ms(raw.closetm)),
    ...optional('startsAt', raw.starttm ? ms(raw.starttm) : undefined),
    ...optional('expiresAt', raw.expiretm ? ms(raw.expiretm) : undefined),
    quantity: plain(raw.vol),
    filledQuantity: plain(raw.vol_exec),
    cost: plain(raw.cost),
    fee: plain(raw.fee),
    ...amount('averagePrice', raw.price),
    ...amount('stopPrice', raw.stopprice),
    ...amount('limitPrice', raw.limitprice),
    ...word('reason', raw.reason),
    ...word('misc', raw.misc),
    flags: raw.oflags ? raw.oflags.split(',') : [],
    tradeIds: raw.trades ?? [],
  }),
  trades: (raw, id) => ({
    id,
    exchangeOrderId: raw.ordertxid,
    ...word('clientOrderId', raw.cl_ord_id),
    ...word('positionId', raw.postxid),
    pair: raw.pair,
    time: ms(raw.time),
    side: raw.type,
    orderType: raw.ordertype,
    price: plain(raw.price),
    cost: plain(raw.cost),
    fee: plain(raw.fee),
    quantity: plain(raw.vol),
    margin: plain(raw.margin),
    ...word('misc', raw.misc),
    ...optional('liquidity', raw.maker === undefined ? undefined : raw.maker ? 'maker' : 'taker'),
    ...optional('marketTradeId', raw.trade_id),
  }),
  ledgers: (raw, id) => ({
    id,
    reference: raw.refid,
    time: ms(raw.time),
    type: raw.type,
    ...word('subtype', raw.subtype),
    asset: { XXBT: 'BTC', XETH: 'ETH', ZEUR: 'EUR', ZUSD: 'USD', ZCAD: 'CAD' }[raw.asset as string] ?? raw.asset,
    amount: plain(raw.amount),
    fee: plain(raw.fee),
    ...optional('balance', raw.balance === '' ? undefined : plain(raw.balance)),
  }),
};

/** Every recorded result by the call it answers. */
function recordings(): { call: string; result: any }[] {
  const calls = recordedCalls().flatMap(({ path, status, text }) => {
    const answer = readAnswer({ status, text, headers: {} }, 0);
    return answer.type === 'result' ? [{ call: path.split('/').at(-1) ?? '', result: answer.result }] : [];
  });
  const names: Record<string, string> = {
    get_account_balance_json: 'Balance',
    get_extended_balance_json: 'BalanceEx',
    get_trade_balance_json: 'TradeBalance',
    get_open_orders_json: 'OpenOrders',
    get_closed_orders_json: 'ClosedOrders',
    get_closed_orders_page_1_json: 'ClosedOrders',
    get_closed_orders_page_2_json: 'ClosedOrders',
    get_closed_orders_page_3_json: 'ClosedOrders',
    get_query_order_info_json: 'QueryOrders',
    get_query_trades_info_json: 'QueryTrades',
    get_open_positions_json: 'OpenPositions',
    get_open_positions_json_do_calc_optional_fields: 'OpenPositions',
    get_ledgers_info_json: 'Ledgers',
    get_query_ledgers_json: 'QueryLedgers',
    get_trade_volume_json: 'TradeVolume',
    get_trade_volume_per_pair_json: 'TradeVolume',
    get_asset_info_json: 'Assets',
    get_tradable_asset_pairs_json: 'AssetPairs',
    get_ticker_information_json: 'Ticker',
    get_ohlc_data_json: 'OHLC',
    get_orderbook_json: 'Depth',
    get_recent_trades_json: 'Trades',
    get_recent_spreads_json: 'Spread',
  };
  const answers = recordedAnswers();
  return [
    ...calls,
    ...Object.entries(names).map(([name, call]) => ({ call, result: (answers.get(name) as Raw)['result'] })),
  ];
}

const all = recordings();
const of = (call: string) => all.filter((each) => each.call === call).map(({ result }) => result);

function entries(call: string, member?: string): [id: string, raw: any][] {
  return of(call).flatMap((result) => Object.entries(member === undefined ? result : result[member]));
}

describe('every recorded answer, field by field', () => {
  it.each([
    ['OpenOrders', 'open', 10],
    ['ClosedOrders', 'closed', 124],
    ['QueryOrders', undefined, 1],
  ])('%s', (call, member, atLeast) => {
    const orders = entries(call, member);
    expect(orders.length).toBeGreaterThanOrEqual(atLeast);
    for (const [id, raw] of orders) expect(shown(readOrder(raw, call, id))).toEqual(expected['orders']?.(raw, id));
  });

  it.each([
    ['TradesHistory', 'trades', 26],
    ['QueryTrades', undefined, 1],
  ])('%s', (call, member, atLeast) => {
    const trades = entries(call, member);
    expect(trades.length).toBeGreaterThanOrEqual(atLeast);
    for (const [id, raw] of trades)
      expect(shown(readAccountTrade(raw, call, id))).toEqual(expected['trades']?.(raw, id));
  });

  it.each([
    ['Ledgers', 'ledger', 30],
    ['QueryLedgers', undefined, 1],
  ])('%s', (call, member, atLeast) => {
    const ledgers = entries(call, member);
    expect(ledgers.length).toBeGreaterThanOrEqual(atLeast);
    for (const [id, raw] of ledgers)
      expect(shown(readLedgerEntry(raw, call, id))).toEqual(expected['ledgers']?.(raw, id));
  });

  it('Balance and BalanceEx', () => {
    for (const [id, raw] of entries('Balance')) expect(shown(readBalance(raw, 'Balance', id)).total).toBe(plain(raw));
    for (const [id, raw] of entries('BalanceEx')) {
      const { total, held, free } = readExtendedBalance(raw, 'BalanceEx', id);
      expect([total, held].map(String)).toEqual([plain(raw.balance), plain(raw.hold_trade)]);
      expect(free.plus(held).equals(total)).toBe(true);
    }
    expect(entries('BalanceEx').length).toBeGreaterThan(20);
  });

  it('TradeBalance', () => {
    expect(of('TradeBalance').length).toBe(2);
    for (const raw of of('TradeBalance')) {
      const { eb, tb, m, n, c, v, e, mf, ml } = raw;
      expect(shown(readTradeBalance(raw, 'TradeBalance'))).toEqual({
        equivalentBalance: plain(eb),
        tradeBalance: plain(tb),
        usedMargin: plain(m),
        unrealizedProfit: plain(n),
        positionCost: plain(c),
        positionValue: plain(v),
        equity: plain(e),
        freeMargin: plain(mf),
        ...amount('marginLevelPercent', ml),
      });
    }
  });

  it('OpenPositions', () => {
    expect(entries('OpenPositions').length).toBeGreaterThan(3);
    for (const [id, raw] of entries('OpenPositions')) {
      const { entryPrice, ...rest } = readPosition(raw, 'OpenPositions', id);
      expect(Math.abs(entryPrice.toNumber() - raw.cost / raw.vol)).toBeLessThan(1e-6);
      expect(shown(rest)).toEqual({
        id,
        exchangeOrderId: raw.ordertxid,
        pair: raw.pair,
        side: raw.type,
        openedAt: ms(raw.time),
        quantity: Decimal.parse(raw.vol).minus(Decimal.parse(raw.vol_closed)).toString(),
        cost: plain(raw.cost),
        fee: plain(raw.fee),
        margin: plain(raw.margin),
        ...optional('netProfit', raw.net === undefined ? undefined : plain(raw.net)),
        terms: raw.terms,
        nextRolloverAt: raw.rollovertm * 1000,
      });
    }
  });

  it('TradeVolume', () => {
    const [none, perPair] = of('TradeVolume').map((raw) => readTradeVolume(raw, 'TradeVolume'));
    expect([none?.currency, none?.volume.toString(), none?.fees.size]).toEqual(['USD', '296.0268', 0]);
    expect(shown(perPair?.fees.get('XXBTZUSD'))).toEqual({ takerPercent: '0.26', makerPercent: '0.16' });
  });

  it('AssetPairs', () => {
    const pairs = entries('AssetPairs');
    expect(pairs.length).toBeGreaterThan(1000);
    for (const [id, raw] of pairs) {
      const pair = readPair(raw, 'AssetPairs', id);
      expect(pair.isDarkPool).toBe(id.endsWith('.d'));
      expect([pair.altname, pair.wsName, pair.priceDecimals]).toEqual([raw.altname, raw.wsname, raw.pair_decimals]);
      expect([pair.leverageBuy, pair.leverageSell]).toEqual([raw.leverage_buy, raw.leverage_sell]);
      expect(pair.minQuantity.toString()).toBe(raw.ordermin === undefined ? '0' : plain(raw.ordermin));
      expect(pair.minCost.toString()).toBe(raw.costmin === undefined ? '0' : plain(raw.costmin));
      expect(pair.tickSize.toNumber()).toBeCloseTo(Number(raw.tick_size ?? 10 ** -raw.pair_decimals), 12);
      expect(pair.feeTiers.map((tier) => [tier.volume, tier.takerPercent.toNumber()])).toEqual(raw.fees);
      if (raw.fees_maker?.length === raw.fees.length) {
        expect(pair.feeTiers.map((tier) => [tier.volume, tier.makerPercent.toNumber()])).toEqual(raw.fees_maker);
      }
      if (raw.wsname) expect(pair.name).toBe(raw.wsname.replace('XBT', 'BTC').replace('XDG', 'DOGE'));
    }
  });

  it('Assets', () => {
    for (const [id, raw] of entries('Assets')) {
      const { altname, decimals, displayDecimals, status } = readAsset(raw, 'Assets', id);
      expect([altname, decimals, displayDecimals]).toEqual([raw.altname, raw.decimals, raw.display_decimals]);
      expect(status).toBe('enabled');
    }
    expect(entries('Assets').length).toBeGreaterThan(100);
  });

  it('Ticker', () => {
    for (const [, { a, b, c, v, p, t, l, h, o }] of entries('Ticker')) {
      expect(shown(readTicker({ a, b, c, v, p, t, l, h, o }, 'Ticker'))).toEqual({
        ask: plain(a[0]),
        askQuantity: plain(a[2]),
        bid: plain(b[0]),
        bidQuantity: plain(b[2]),
        last: plain(c[0]),
        lastQuantity: plain(c[1]),
        volume: plain(v[1]),
        averagePrice: plain(p[1]),
        trades: t[1],
        low: plain(l[1]),
        high: plain(h[1]),
        open: plain(o),
      });
    }
    expect(entries('Ticker').length).toBeGreaterThan(10);
  });

  it('OHLC', () => {
    expect(of('OHLC').length).toBe(10);
    for (const raw of of('OHLC')) {
      const { candles, averagePrices, last } = readCandles(raw, 'OHLC');
      const [rows] = Object.entries(raw).flatMap(([name, value]) => (name === 'last' ? [] : [value as any[][]]));
      expect(last).toBe(raw.last);
      expect(candles.length).toBeGreaterThan(0);
      expect(
        candles.map((c, i) => [
          c.openTime / 1000,
          c.open,
          c.high,
          c.low,
          c.close,
          averagePrices[i]?.toNumber(),
          c.volume,
          c.trades,
        ]),
      ).toEqual(rows?.map((row) => row.map(Number)));
    }
  });

  it('Depth', () => {
    const [raw] = of('Depth');
    const { asks, bids } = readDepth(raw, 'Depth');
    expect(asks.map(({ price, quantity }) => [price, quantity])).toEqual(
      raw.XXBTZUSD.asks.map((row: unknown[]) => row.slice(0, 2)),
    );
    expect(bids.map(({ price, quantity }) => [price, quantity])).toEqual(
      raw.XXBTZUSD.bids.map((row: unknown[]) => row.slice(0, 2)),
    );
  });

  it('Trades', () => {
    const [raw] = of('Trades');
    const { trades, last } = readTrades(raw, 'Trades');
    expect(last).toBe(raw.last);
    expect(shown(trades)).toEqual(
      raw.XXBTZUSD.map(([price, quantity, time, side, , , id]: any[]) => ({
        time: ms(time),
        price: Number(price),
        quantity: plain(quantity),
        id,
        side: side === 'b' ? 'buy' : 'sell',
      })),
    );
  });

  it('Spread', () => {
    const [raw] = of('Spread');
    const { spreads, last } = readSpreads(raw, 'Spread');
    expect(last).toBe(raw.last);
    expect(shown(spreads)).toEqual(
      raw.XXBTZUSD.map(([time, bid, ask]: any[]) => ({ time: time * 1000, bid: plain(bid), ask: plain(ask) })),
    );
  });

  it('leaves none unread', () => {
    const read =
      'OpenOrders ClosedOrders QueryOrders TradesHistory QueryTrades Ledgers QueryLedgers Balance BalanceEx TradeBalance OpenPositions TradeVolume AssetPairs Assets Ticker OHLC Depth Trades Spread';
    // The rest are outcomes and times, read by the calls themselves.
    const others = 'AddOrder Time GetWebSocketsToken';
    expect(
      [...new Set(all.map(({ call }) => call))].filter((call) => !`${read} ${others}`.split(' ').includes(call)),
    ).toEqual([]);
  });
});

describe('strange answers', () => {
  it.each([null, 7, 'x', [], { status: 'sleeping' }, { status: 'open', opentm: 'never' }])(
    '%j is no order, and says where',
    (raw) => {
      expect(() => readOrder(raw, 'OpenOrders.open.OA', 'OA')).toThrow(/^OpenOrders\.open\.OA/);
    },
  );

  it('name the place and a little of the value', () => {
    expect(() => mapOf({ ZUSD: 'x'.repeat(999) }, 'Balance', readBalance)).toThrow(
      /^Balance\.ZUSD is not an amount: "x{10,60}$/,
    );
    expect(() => record(undefined, 'OpenOrders.open')).toThrow('OpenOrders.open is not an object: nothing');
  });
});
