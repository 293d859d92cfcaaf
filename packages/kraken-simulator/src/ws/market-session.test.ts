import { Decimal } from '@fathom/contracts';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../../testing/frame-schemas.js';
import { BTC_USD, ETH_USD } from '../../testing/instruments.js';
import { Replay } from '../../testing/replay.js';
import { candleSource, tradeSource } from '../market/sources.js';

const START = Date.UTC(2026, 0, 5);

function quiet(): Replay {
  const trades = [100, 101.5, 99].map((price, n) => ({
    time: START - 30_000 + n,
    price,
    quantity: Decimal.parse('0.5'),
    id: n + 7,
  }));
  const source = tradeSource({ instrument: BTC_USD, trades, seed: 1, levels: 1200 });
  return new Replay([source, tradeSource({ instrument: ETH_USD, trades, seed: 2 })], START);
}

function busy(): Replay {
  const candles = Array.from({ length: 5 }, (_, n) => {
    const open = 60_000 + 10 * n;
    return {
      openTime: START + n * 60_000,
      open,
      high: open + 40,
      low: open - 35,
      close: open + 10,
      volume: 3,
      trades: 60,
    };
  });
  return new Replay([candleSource({ instrument: BTC_USD, interval: 1, candles, seed: 9, levels: 40 })], START);
}

describe('a session of the public socket', () => {
  it('begins with the status, whose connection id is beyond a double', () => {
    const [text = ''] = quiet().connect().takeText();
    expect(text).toMatch(
      /^\{"channel":"status","type":"update","data":\[\{"version":"2\.0\.\d+","system":"online","api_version":"v2","connection_id":\d+\}\]\}$/,
    );
    expect(BigInt(/"connection_id":(\d+)/.exec(text)?.[1] ?? 0)).toBeGreaterThan(2n ** 53n);
  });

  it('answers a ping, and one with params as Kraken does', () => {
    const socket = quiet().connect();
    socket.take();
    socket.say({ method: 'ping', req_id: 1 });
    socket.say({ method: 'ping', params: {}, req_id: 0 });
    expect(socket.takeText()).toEqual([
      '{"method":"pong","req_id":1,"time_in":"2026-01-05T00:00:00.000000Z","time_out":"2026-01-05T00:00:00.000042Z"}',
      `{"error":"Unsupported field: 'params' for the given msg type: ping","method":"ping","req_id":0,"success":false,"time_in":"2026-01-05T00:00:00.000000Z","time_out":"2026-01-05T00:00:00.000042Z"}`,
    ]);
  });

  it('acknowledges each symbol, with Kraken’s warnings, and then shows a snapshot', () => {
    const socket = quiet().connect();
    socket.take();
    socket.subscribe({ channel: 'ohlc', symbol: ['BTC/USD', 'ETH/USD'], interval: 60 }, 121);
    const frames = socket.take();
    expect(frames.map(({ method, channel }) => method ?? channel)).toEqual(['subscribe', 'ohlc', 'subscribe', 'ohlc']);
    expect(frames[0]).toMatchObject({
      req_id: 121,
      result: {
        channel: 'ohlc',
        interval: 60,
        snapshot: true,
        symbol: 'BTC/USD',
        warnings: ['timestamp is deprecated, use interval_begin'],
      },
      success: true,
    });
  });

  it.each([
    [{ channel: 'book', symbol: ['WWW/USD'] }, 'Currency pair not supported WWW/USD', 'WWW/USD'],
    [{ channel: 'book', symbol: ['BTC/USD'], depth: 50 }, 'Subscription depth not supported', 'BTC/USD'],
    [{ channel: 'ohlc', symbol: ['BTC/USD'], interval: 2 }, 'Subscription ohlc interval not supported', 'BTC/USD'],
    [{ channel: 'horoscope', symbol: ['BTC/USD'] }, 'Unsupported event', undefined],
    [{ channel: 'executions', token: 'x' }, expect.stringContaining('unavailable on this endpoint'), undefined],
    [{ channel: 'trade' }, 'Symbol(s) not found', undefined],
    [{ channel: 'trade', symbol: 'BTC/USD' }, 'Symbol field must be an array', undefined],
  ])('refuses %j', (params, error, symbol) => {
    const socket = quiet().connect();
    socket.take();
    socket.subscribe(params, 5);
    const frames = socket.take();
    expect(frames).toHaveLength(1);
    expect(frames[0]).toMatchObject({ error, method: 'subscribe', req_id: 5, success: false });
    expect(frames[0].symbol).toBe(symbol);
  });

  it('refuses one symbol and serves the others of the same request', () => {
    const socket = quiet().connect();
    socket.take();
    socket.subscribe({ channel: 'ticker', symbol: ['WWW/USD', 'BTC/USD'] });
    expect(socket.take().map(({ success, channel }) => channel ?? success)).toEqual([false, true, 'ticker']);
  });

  it.each([
    '',
    '{',
    '"text"',
    '[]',
    '{"method":5}',
    '\u0000\u0001',
    '{"method":"dance"}',
    '{"method":"subscribe","params":5}',
  ])('answers %j with an error and lives on', (text) => {
    const socket = quiet().connect();
    socket.take();
    socket.say(text);
    expect(socket.take()).toMatchObject([{ success: false, error: expect.any(String) }]);
    socket.say({ method: 'ping' });
    expect(socket.take()).toMatchObject([{ method: 'pong' }]);
  });

  it('has one depth of a symbol, and takes another once that is unsubscribed', () => {
    const socket = quiet().connect();
    socket.take();
    const ask = (method: string, depth: number) => {
      socket.say({ method, params: { channel: 'book', symbol: ['BTC/USD'], depth } });
      return socket.take().map(({ error, result }) => error ?? result?.depth);
    };
    expect(ask('subscribe', 10)[0]).toBe(10);
    expect(ask('subscribe', 25)).toEqual(['Already subscribed']);
    expect(ask('unsubscribe', 25)).toEqual(['Subscription Not Found']);
    expect(ask('unsubscribe', 10)).toEqual([10]);
    expect(ask('unsubscribe', 10)).toEqual(['Subscription Not Found']);
    expect(ask('subscribe', 1000)[0]).toBe(1000);
  });

  it('beats once a second from the first subscription on, however busy', () => {
    const replay = busy();
    const socket = replay.connect();
    replay.advanceTo(START + 5000);
    expect(socket.take().map(({ channel }) => channel)).toEqual(['status']);
    socket.subscribe({ channel: 'trade', symbol: ['BTC/USD'] });
    replay.advanceTo(START + 15_500);
    const channels = socket.take().map(({ channel }) => channel);
    expect(channels.filter((channel) => channel === 'heartbeat')).toHaveLength(10);
    expect(channels.filter((channel) => channel === 'trade').length).toBeGreaterThan(5);
  });

  it('keeps the digits of the pair in every number', () => {
    const replay = busy();
    const socket = replay.connect();
    for (const channel of ['book', 'ticker', 'trade', 'ohlc']) socket.subscribe({ channel, symbol: ['BTC/USD'] });
    replay.advanceTo(START + 60_000);
    const texts = socket.takeText();
    const numbers = (names: string) =>
      texts.flatMap((text) =>
        [...text.matchAll(new RegExp(`"(?:${names})":([-\\d.eE]+)`, 'g'))].map(([, digits]) => digits ?? ''),
      );
    const prices = numbers('price|bid|ask|last|vwap|low|high|open|close|change');
    const quantities = numbers('qty|bid_qty|ask_qty|volume');
    expect(prices.length).toBeGreaterThan(300);
    expect(prices.filter((digits) => !/^-?\d+\.\d$/.test(digits))).toEqual([]);
    expect(quantities.filter((digits) => !/^\d+\.\d{8}$/.test(digits))).toEqual([]);
  });

  it('sends nothing but frames of Kraken’s form', () => {
    const replay = busy();
    const socket = replay.connect();
    for (const channel of ['book', 'ticker', 'trade', 'ohlc', 'instrument']) {
      socket.subscribe({ channel, symbol: ['BTC/USD', 'WWW/USD'] }, 3);
    }
    socket.say({ method: 'ping' });
    replay.advanceTo(START + 90_000);
    replay.market.status = 'maintenance';
    replay.sockets.statusChanged();
    socket.say({ method: 'unsubscribe', params: { channel: 'ticker', symbol: ['BTC/USD'] } });
    const texts = socket.takeText();
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.map(faultOf).filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('tells everybody of maintenance', () => {
    const replay = quiet();
    const socket = replay.connect();
    socket.subscribe({ channel: 'instrument' });
    socket.take();
    replay.market.status = 'maintenance';
    replay.sockets.statusChanged();
    expect(socket.take()).toMatchObject([
      { channel: 'status', data: [{ system: 'maintenance' }] },
      { channel: 'instrument', data: { pairs: [{ status: 'maintenance' }, { status: 'maintenance' }] } },
    ]);
  });

  it('tells prints, candles and tickers that agree', () => {
    const replay = busy();
    const socket = replay.connect();
    for (const channel of ['ticker', 'trade', 'ohlc']) socket.subscribe({ channel, symbol: ['BTC/USD'] });
    socket.take();
    replay.advanceTo(START + 59_999.999);
    const frames = socket.take();
    const of = (name: string) => frames.filter(({ channel }) => channel === name).flatMap(({ data }) => data);
    const prices = of('trade').map(({ price }) => price);
    expect(prices).toHaveLength(60);
    expect(of('ticker').map(({ last }) => last)).toEqual(prices);
    expect(of('ohlc').map(({ close }) => close)).toEqual(prices);
    expect(of('ohlc').at(-1)).toMatchObject({
      open: 60_000,
      high: 60_040,
      low: 59_965,
      close: 60_010,
      volume: 3,
      trades: 60,
      interval_begin: '2026-01-05T00:00:00.000000000Z',
    });
  });

  it('tells a ticker at every change of the best prices when asked for bbo', () => {
    const replay = busy();
    const [trades, bbo] = [replay.connect(), replay.connect()];
    trades.subscribe({ channel: 'ticker', symbol: ['BTC/USD'] });
    bbo.subscribe({ channel: 'ticker', symbol: ['BTC/USD'], event_trigger: 'bbo' });
    replay.advanceTo(START + 60_000);
    const best = bbo
      .take()
      .filter(({ channel }) => channel === 'ticker')
      .map(({ data: [row] }) => [row.bid, row.bid_qty, row.ask, row.ask_qty].join());
    expect(best.length).toBeGreaterThan(50);
    expect(best.every((row, at) => row !== best[at - 1])).toBe(true);
  });

  it('is over when the client hangs up, and costs nothing afterwards', () => {
    const replay = busy();
    const socket = replay.connect();
    socket.subscribe({ channel: 'book', symbol: ['BTC/USD'] });
    socket.take();
    socket.hangUp();
    replay.advanceTo(START + 60_000);
    expect(socket.take()).toEqual([]);
    expect([replay.sockets.connections, replay.sockets.nextTime()]).toEqual([0, undefined]);
  });
});
