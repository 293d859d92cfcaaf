import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchTransport, type HttpTransport } from '@fathom/exchange';
import { ManualTime, randomWalk, START } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localUser } from './local-kraken.js';
import { whileTimePasses } from './moved-time.js';

const MINUTE = 60_000;
const MINUTES = 760;
const minutes = randomWalk({ length: MINUTES, interval: 1, seed: 4 });
const NOW = (minutes.openTime[MINUTES - 1] ?? 0) + MINUTE + 1000;

/** What most of these need: an hour. */
const hour = randomWalk({ length: 60, interval: 1, seed: 4 });
const HOUR_END = START + 60 * MINUTE + 1000;

/** The rows of a CSV as numbers. */
function rows(path: string): number[][] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map(Number));
}

/** What the market really did, candle by candle. */
function expected(from: number, to: number): number[][] {
  const { openTime, open, high, low, close, volume, trades } = minutes;
  return Array.from({ length: to - from }, (_, i) => {
    const at = (column: Float64Array) => column[from + i] ?? Number.NaN;
    return [at(openTime) / 1000, at(open), at(high), at(low), at(close), at(volume), at(trades)];
  });
}

const withoutTrades = (all: number[][]) => all.map((row) => row.slice(0, 6));

/** Trade i is i seconds after the start, at 50,000 + i mod 7, of 0.5: what Kraken would say of such a market. */
function secondly(call: string, parameters: URLSearchParams): unknown {
  if (call === 'AssetPairs')
    return { XXBTZUSD: { altname: 'XBTUSD', base: 'XXBT', quote: 'ZUSD', pair_decimals: 1, lot_decimals: 8 } };
  if (call === 'OHLC') {
    const candles = Array.from({ length: 11 }, (_, i) => {
      const [time, open, high, low, close, volume, trades] = secondlyCandle(90 + i);
      return [time, `${open}`, `${high}`, `${low}`, `${close}`, '0', `${volume}`, trades];
    });
    return { XXBTZUSD: candles, last: START / 1000 + 99 * 60 };
  }
  const from = Math.floor(Number(BigInt(parameters.get('since') ?? '0') / 1_000_000_000n) - START / 1000) + 1;
  const trades = Array.from({ length: Math.min(1000, 6000 - from) }, (_, i) => from + i);
  return {
    XXBTZUSD: trades.map((i) => [`${50_000 + (i % 7)}`, '0.50000000', START / 1000 + i, 'b', 'm', '', i + 1]),
    last: `${START / 1000 + (trades.at(-1) ?? from)}000000000`,
  };
}

function secondlyCandle(minute: number): number[] {
  const prices = Array.from({ length: 60 }, (_, second) => 50_000 + ((minute * 60 + second) % 7));
  return [START / 1000 + minute * 60, prices[0] ?? 0, 50_006, 50_000, prices[59] ?? 0, 30, 60];
}

describe('trader data download', () => {
  it("brings older candles out of trades and the rest from Kraken's, all as they were", async () => {
    const user = localUser({ now: NOW, candles: minutes });
    const { code, err } = await user.trader('data', 'download', '-c', 'btc/usd', '-p', '1', '-s', String(START / 1000));
    expect(err).toMatch(/XBTUSD_1\.csv: 760 candles added, 0 replaced; 760 in all, .* 0 gaps\n$/);
    expect(code).toBe(0);
    const path = join(user.folder, 'data/candles/XBTUSD_1.csv');
    expect(withoutTrades(rows(path))).toEqual(withoutTrades(expected(0, MINUTES)));
    expect(user.files().filter((name) => name.includes('download'))).toEqual([]);
  });

  it('joins both sources without a seam, and tops up what is there', async () => {
    const user = localUser({ now: HOUR_END - 20 * MINUTE, candles: hour });
    const first = await user.trader('data', 'download', '-c', 'XXBTZUSD', '-p', '5');
    expect(first.code).toBe(0);
    await user.time.advance(20 * MINUTE);
    const second = await user.trader('data', 'download', '-c', 'XXBTZUSD', '-p', '5');
    expect(second.err).toMatch(/: 4 candles added, 0 replaced; 12 in all, .* 0 gaps\n$/);
  });

  it('keeps to a range and to a file', async () => {
    const user = localUser({ now: HOUR_END, candles: hour });
    const [start, end] = [START / 1000 + 30, START / 1000 + 600];
    const { code } = await user.trader(
      'data',
      'download',
      '-c',
      'BTC/USD',
      '-p',
      '1',
      '-s',
      String(start),
      '-e',
      String(end),
      '--out',
      'my.csv',
    );
    expect([code, user.files()]).toEqual([0, ['my.csv']]);
    expect(withoutTrades(rows(join(user.folder, 'my.csv')))).toEqual(withoutTrades(expected(1, 10)));
  });

  it('goes on where it broke off', async () => {
    const time = new ManualTime(START + 100 * MINUTE + 1000);
    // A trade each second for 100 minutes: six pages. Kraken's own candles begin with the last ten minutes.
    let answered = 0;
    let isBroken = true;
    const sinces: string[] = [];
    const transport: HttpTransport = ({ url }) => {
      const { pathname, searchParams } = new URL(url);
      const call = pathname.split('/').at(-1) ?? '';
      if (call === 'Trades') {
        sinces.push(searchParams.get('since') ?? '');
        answered += 1;
        // The second page comes half a minute late, by when the first two are kept; then nothing comes any more.
        if (isBroken && (answered > 7 || (answered > 1 && answered < 7)))
          return Promise.resolve({ status: 502, headers: {}, text: '<html>' });
      }
      return Promise.resolve({
        status: 200,
        headers: {},
        text: JSON.stringify({ error: [], result: secondly(call, searchParams) }),
      });
    };
    const user = newUser({ network: { transport, time } });
    const trader = (...args: string[]) => whileTimePasses(time, user.trader(...args), 100);
    const args = ['data', 'download', '-c', 'BTC/USD', '-p', '1', '-s', String(START / 1000)];
    const broken = await trader(...args);
    expect([broken.code, broken.err.split('\n').length]).toEqual([4, 12]);
    expect(broken.err).toMatch(/^Trades: HTTP 502 with a web page instead of an answer: trying again in 1 s\n/);
    expect(broken.err).toMatch(/\nerror: Trades: HTTP 502 [^\n]*\n$/);
    expect(user.files()).toContain('data/candles/.download-XBTUSD_1.json');
    const path = join(user.folder, 'data/candles/XBTUSD_1.csv');
    // 2,000 trades end in the 34th minute, which is not over.
    expect(rows(path)).toHaveLength(33);

    isBroken = false;
    sinces.length = 0;
    const again = await trader(...args);
    expect([again.code, again.err.split('\n').length]).toEqual([0, 2]);
    expect(sinces[0]).toBe(`${START / 1000 + 33 * 60 - 1}999999999`);
    expect(again.err).toContain(': 67 candles added, 0 replaced; 100 in all');
    expect(rows(path)).toEqual(Array.from({ length: 100 }, (_, minute) => secondlyCandle(minute)));
    expect(user.files()).not.toContain('data/candles/.download-XBTUSD_1.json');
  });

  it.each([
    [['-c', 'XXBTZUSB', '-p', '1'], 2, 'Kraken has no pair XXBTZUSB: did you mean XXBTZUSD?'],
    [['-c', 'BTC/USD', '-p', '7'], 2, 'period 7 is not one of'],
    [['-c', 'BTC/USD', '-p', '1', '-s', '2100-01-01'], 2, '-s 2100-01-01 is not before'],
    [['-p', '1'], 2, "required option '-c, --currency <pair>' not specified"],
  ])('says what is wrong with %j', async (args, code, message) => {
    const user = localUser({ now: HOUR_END, candles: hour });
    const outcome = await user.trader('data', 'download', ...args);
    expect([outcome.code, outcome.err.split('\n').length]).toEqual([code, 2]);
    expect(outcome.err).toContain(message);
    expect(user.files()).toEqual([]);
  });
});

describe('trader doctor', () => {
  it('finds everything in order, and warns of the right to withdraw', async () => {
    const { code, out, err } = await localUser({ now: HOUR_END, candles: hour }).trader('doctor', '-c', 'BTC/USD');
    expect([code, err]).toEqual([0, '']);
    for (const line of [
      'answers in',
      'clock right within',
      'Kraken is online',
      'ok    BTC/USD (XXBTZUSD): at least 0.00005 BTC',
      'API keys of KRAKEN_API_KEY',
      'the key may: Create & modify orders',
      'ok    the account’s tier is Pro: orders of a pair may count up to 180',
      'fees of BTC/USD: taker 0.4 %, maker 0.25 %',
      'balances: 1000 USD',
    ]) {
      expect(out).toContain(line);
    }
    expect(out.split('\n').filter((line) => line.startsWith('fail'))).toEqual([]);
  });

  it('says when the tier cannot be known, and what is assumed', async () => {
    const user = localUser({ now: HOUR_END, candles: hour });
    user.kraken.socketFaults.add({ match: { frames: ['ack'], channel: 'executions' }, fault: 'ignore' });
    const { code, out } = await user.trader('doctor');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^warn {2}the account’s tier is not known \(no answer within 5000 ms\): Starter’s limits are kept/m,
    );
  });

  it('says which right is missing and how to give it, and ends with 4', async () => {
    const user = localUser({ now: HOUR_END, candles: hour, key: { permissions: ['query-funds'] } });
    const { code, out, err } = await user.trader('doctor');
    expect(code).toBe(4);
    expect(out).toMatch(/^fail {2}the key may not: Create & modify orders \(EGeneral:Permission denied\): tick it/m);
    expect(err).toMatch(/^error: \d+ things are in the way of live trading\n$/);
  });

  it('tells a wrong secret, and shows no secret', async () => {
    const secret = Buffer.from('another-secret').toString('base64');
    const { code, out, err } = await localUser({
      now: NOW,
      candles: minutes,
      env: { KRAKEN_API_SECRET: secret },
    }).trader('doctor');
    expect(code).toBe(4);
    expect(out).toContain('EAPI:Invalid signature');
    expect(out + err).not.toContain(secret);
  });

  it('tells a clock ten minutes off', async () => {
    const user = localUser({ now: HOUR_END, candles: hour });
    user.kraken.skewMs = 600_000;
    const { out } = await user.trader('doctor');
    expect(out).toMatch(/^warn {2}clock \d{3}\.\d s behind Kraken's: set it by a time server/m);
  });

  it('can do without keys', async () => {
    const user = localUser({ now: HOUR_END, candles: hour, env: { KRAKEN_API_KEY: '', KRAKEN_API_SECRET: '' } });
    const { code, out } = await user.trader('doctor');
    expect(code).toBe(0);
    expect(out).toMatch(/^warn {2}no API keys: .* chmod 600\)$/m);
  });

  it('refuses a key file others may read', async () => {
    const user = localUser({ now: HOUR_END, candles: hour });
    user.write('mine.key', 'a\nb\n');
    const { code, err } = await user.trader('doctor', '--key-file', 'mine.key');
    expect(code).toBe(2);
    expect(err).toContain('chmod 600');
  });

  it('says in one line that there is no network and what to do', async () => {
    const time = new ManualTime(HOUR_END);
    const noName = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
    });
    const transport = fetchTransport({ fetch: () => Promise.reject(noName), scheduler: time });
    const { code, out, err } = await newUser({ network: { transport, time } }).trader('doctor');
    expect([code, out, err.split('\n').length]).toEqual([4, '', 2]);
    expect(err).toBe(
      'error: Kraken cannot be reached (Time: api.kraken.com: name not found: no network, or no name server (ENOTFOUND)): check the network, or start a Kraken of your own (pnpm --filter kraken-simulator start) and set KRAKEN_REST_URL\n',
    );
  });
});
