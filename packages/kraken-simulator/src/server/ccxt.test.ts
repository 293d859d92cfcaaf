import { bitcoin, SeededRandom } from '@fathom/testkit';
import { AuthenticationError, InsufficientFunds, InvalidOrder, kraken as Kraken } from 'ccxt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { START, testKraken } from '../test-kraken.js';
import { type RunningKraken, serve } from './serve.js';
import { systemTime } from './system-time.js';

/** Somebody else's client, as it comes, but for where it calls and how fast. */
describe('ccxt', () => {
  const time = { ...systemTime, now: () => START };
  const alice = testKraken({ instrument: bitcoin, clock: time, random: new SeededRandom(11) });
  let server: RunningKraken;
  let client: Kraken;

  beforeAll(async () => {
    server = await serve(alice.kraken, { time });
    client = new Kraken({
      apiKey: alice.key.key,
      secret: alice.key.secret,
      // Its own limiter would spend a second on each call.
      enableRateLimit: false,
    });
    Object.assign(client.urls, { api: { public: server.restUrl, private: server.restUrl } });
    // Its own nonce is the millisecond, and two calls fit into one.
    let nonce = Date.now();
    client.nonce = () => (nonce += 1);
  });

  afterAll(() => server.close());

  /** The id of a buy order. */
  async function placed(type: string, quantity: number, price?: number): Promise<string> {
    const { id } = await client.createOrder('BTC/USD', type, 'buy', quantity, price);
    return id ?? 'none';
  }

  it('loads the markets', async () => {
    const markets = await client.loadMarkets();
    expect(markets['BTC/USD']).toMatchObject({
      id: 'XXBTZUSD',
      altname: 'XBTUSD',
      base: 'BTC',
      quote: 'USD',
      active: true,
      precision: { amount: 1e-8, price: 0.1 },
      limits: { amount: { min: 0.0001 }, cost: { min: 0.5 } },
      taker: 0.004,
      maker: 0.0025,
    });
  });

  it('reads ticker, candles, book and trades', async () => {
    expect(await client.fetchTicker('BTC/USD')).toMatchObject({ bid: 49_999, ask: 50_001, last: 50_000 });
    const candles = await client.fetchOHLCV('BTC/USD', '1m');
    // The last one has just begun.
    expect(candles.slice(-2)).toEqual([
      [START - 60_000, 50_000, 50_000, 50_000, 50_000, 0.5],
      [START, 50_000, 50_000, 50_000, 50_000, 0],
    ]);
    expect((await client.fetchOrderBook('BTC/USD')).asks[0]?.slice(0, 2)).toEqual([50_001, 1]);
    expect(await client.fetchTrades('BTC/USD')).toMatchObject([{ price: 50_000, amount: 0.5, side: 'buy', id: '1' }]);
    expect(await client.fetchTime()).toBe(START);
    expect(await client.fetchStatus()).toMatchObject({ status: 'ok' });
  });

  it('places a limit order, finds it open, cancels it, finds it closed', async () => {
    const id = await placed('limit', 0.1, 49_000);
    expect(await client.fetchOpenOrders('BTC/USD')).toMatchObject([
      { id, symbol: 'BTC/USD', type: 'limit', side: 'buy', price: 49_000, amount: 0.1, filled: 0, status: 'open' },
    ]);
    expect(await client.fetchBalance()).toMatchObject({ USD: { total: 100_000 }, BTC: { free: 2 } });
    expect((await client.fetchBalance())['USD']?.used).toBeGreaterThan(4899);
    await client.cancelOrder(id);
    expect(await client.fetchOpenOrders('BTC/USD')).toEqual([]);
    expect(await client.fetchClosedOrders('BTC/USD')).toMatchObject([{ id, status: 'canceled' }]);
  });

  it('buys at the market, and finds order, trade, ledger and balance', async () => {
    const id = await placed('market', 0.5);
    expect(await client.fetchOrder(id, 'BTC/USD')).toMatchObject({ status: 'closed', filled: 0.5, average: 50_001 });
    expect(await client.fetchMyTrades('BTC/USD')).toMatchObject([
      { order: id, symbol: 'BTC/USD', side: 'buy', amount: 0.5, price: 50_001, cost: 25_000.5, takerOrMaker: 'taker' },
    ]);
    expect(await client.fetchLedger()).toHaveLength(4);
    expect((await client.fetchBalance())['BTC']).toMatchObject({ total: 2.5 });
    expect(await client.fetchTradingFee('BTC/USD')).toMatchObject({ taker: 0.0035, maker: 0.002 });
  });

  it('sends stops, edits, batches and dead man’s switches that are understood', async () => {
    const stop = await client.createOrder('BTC/USD', 'market', 'sell', 0.1, undefined, { stopLossPrice: 45_000 });
    const trailing = await client.createOrder('BTC/USD', 'market', 'sell', 0.1, undefined, { trailingPercent: 5 });
    const open = await client.fetchOpenOrders('BTC/USD');
    expect(open.map(({ id, type }) => [id, type])).toEqual([
      [trailing.id, 'trailing-stop'],
      [stop.id, expect.any(String)],
    ]);
    const id = await placed('limit', 0.1, 49_000);
    await client.editOrder(id, 'BTC/USD', 'limit', 'buy', 0.2, 48_000);
    expect(await client.fetchOrder(id, 'BTC/USD')).toMatchObject({ amount: 0.2, price: 48_000, status: 'open' });
    const order = { symbol: 'BTC/USD', type: 'limit', side: 'buy', amount: 0.01, price: 40_000 } as const;
    expect(await client.createOrders([order, order])).toHaveLength(2);
    await client.cancelAllOrdersAfter(60_000);
    await client.cancelAllOrders();
    expect(await client.fetchOpenOrders('BTC/USD')).toEqual([]);
  });

  it('is told by its own errors what it did wrong', async () => {
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 1000, 49_000)).rejects.toThrow(InsufficientFunds);
    await expect(client.createOrder('BTC/USD', 'limit', 'buy', 0.00001, 49_000)).rejects.toThrow(InvalidOrder);
    const stranger = new Kraken({ apiKey: 'nobody', secret: alice.key.secret, enableRateLimit: false });
    Object.assign(stranger.urls, client.urls);
    await expect(stranger.fetchBalance()).rejects.toThrow(AuthenticationError);
  });

  it('trades on margin', async () => {
    await client.createOrder('BTC/USD', 'market', 'sell', 0.5, undefined, { leverage: 2 });
    expect(await client.fetchPositions()).toMatchObject([{ symbol: 'BTC/USD', side: 'short', contracts: 0.5 }]);
  });
});
