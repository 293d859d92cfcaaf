import { fetchTransport } from '@fathom/exchange';
import { ManualTime, randomWalk } from '@fathom/testkit';
import { describe, expect, it } from 'vitest';
import { newUser } from './command-line.js';
import { localUser } from './local-kraken.js';
import { whileTimePasses } from './moved-time.js';

const NOW = Date.UTC(2026, 0, 5);

type Fetch = NonNullable<NonNullable<Parameters<typeof fetchTransport>[0]>['fetch']>;

/** What `fetch` rejects with when the platform says `code`. */
const failing =
  (code: string): Fetch =>
  () =>
    Promise.reject(Object.assign(new TypeError('fetch failed'), { cause: Object.assign(new Error('x'), { code }) }));
const answering =
  (body: string | (() => ReadableStream<Uint8Array>), init: ResponseInit = {}): Fetch =>
  async () =>
    new Response(typeof body === 'string' ? body : body(), init);

/** 100 MB, a megabyte at a time. */
function flood(): ReadableStream<Uint8Array> {
  let left = 100;
  return new ReadableStream({
    pull: (controller) => {
      left -= 1;
      controller.enqueue(new Uint8Array(1_000_000).fill(97));
      if (left === 0) controller.close();
    },
  });
}

const WORLDS: [what: string, fetch: Fetch, says: string][] = [
  ['no name server', failing('ENOTFOUND'), 'name not found: no network, or no name server (ENOTFOUND)'],
  ['no route', failing('ENETUNREACH'), 'no route: no network (ENETUNREACH)'],
  ['nobody there', failing('ECONNREFUSED'), 'connection refused (ECONNREFUSED)'],
  ['a certificate of somebody else', failing('ERR_TLS_CERT_ALTNAME_INVALID'), 'certificate not trusted'],
  ['no TLS', failing('ERR_SSL_WRONG_VERSION_NUMBER'), 'no secure connection'],
  [
    'redirects',
    answering('', { status: 302, headers: { location: 'https://api.kraken.com/' } }),
    'which is not followed',
  ],
  ['100 MB', answering(flood), 'is longer than 16777216 bytes'],
  ['a web page', answering('<html>hello</html>'), 'HTTP 200 with a web page instead of an answer'],
  ['bytes', answering('\u0000\u0001\u0002'), 'HTTP 200 with an answer that is not JSON'],
  ['nothing', answering(''), 'HTTP 200 with an empty answer'],
  ['half an answer', answering('{"error":[],"resu'), 'HTTP 200 with JSON that is cut off'],
  ['a proxy', answering('<html>bad gateway</html>', { status: 502 }), 'HTTP 502 with a web page'],
  ['an error nobody knows', answering('{"error":["EWorld:Ended"]}'), 'EWorld:Ended'],
  ['maintenance', answering('{"error":["EService:Unavailable"]}'), 'EService:Unavailable'],
];

function user(fetch: Fetch) {
  const time = new ManualTime(NOW);
  const made = newUser({ network: { transport: fetchTransport({ fetch, scheduler: time }), time } });
  return { ...made, time, trader: (...args: string[]) => whileTimePasses(time, made.trader(...args), 100) };
}

describe.each(WORLDS)('where Kraken should be, there is %s', (_, fetch, says) => {
  it('the doctor says so in one line, with what may help', async () => {
    const { code, out, err } = await user(fetch).trader('doctor');
    expect([code, out]).toEqual([4, '']);
    expect(err).toMatch(/^error: [^\n]+\n$/);
    expect(err).toContain(says);
  });

  it('a download tries again, says why, and ends with one line', async () => {
    const { code, err } = await user(fetch).trader('data', 'download', '-c', 'XBTUSD', '-p', '60', '-s', '2026-01-01');
    expect(code).toBe(4);
    const lines = err.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/^error: /);
    expect(lines.at(-1)).toContain(says);
    expect(err).not.toContain('    at ');
  });

  it('a bot on paper says so, and goes on trying', async () => {
    const { start, time } = user(fetch);
    const bot = start('--for', '3600');
    const state = { hasEnded: false };
    void bot.ended.finally(() => (state.hasEnded = true));
    // The log is loaded in real time.
    while (!state.hasEnded && !bot.out().includes('trying again')) await time.advance(100);
    expect(bot.out()).toContain(says);
    expect(bot.out()).toContain('trying again in 1 s (-x rehearsal trades a recorded market and needs no network)');
    expect(bot.out() + bot.err()).not.toContain('    at ');
  });
});

describe('a user who is mistaken', () => {
  const candles = randomWalk({ length: 60, interval: 1, seed: 1, openTime: NOW - 3_600_000 });
  const secret = Buffer.from('another-secret').toString('base64');

  it.each([
    ['doctor', '-c', 'XBTUSDD'],
    ['data', 'download', '-c', 'XBTUSDD', '-p', '60', '-s', '2026-01-01'],
    ['-c', 'XBTUSDD'],
    ['--live', '-c', 'XBTUSDD'],
  ])('about the pair is told the nearest one: %s %s %s', async (...args) => {
    const { code, err } = await localUser({ now: NOW, candles }).trader(...args);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: [^\n]*XBTUSDD[^\n]*did you mean [^\n]+\n$/);
  });

  it.each([
    ['the secret', { KRAKEN_API_SECRET: secret }, 'EAPI:Invalid signature'],
    ['the key', { KRAKEN_API_KEY: 'a-key-of-nobody' }, 'EAPI:Invalid key'],
  ])('about %s is told before anything is sent', async (_, env, says) => {
    const { trader } = localUser({ now: NOW, candles, env });
    const { code, out, err } = await trader('--live', '--for', '60');
    expect(code).toBe(4);
    expect(err).toMatch(/^error: [^\n]+\n$/);
    expect(err).toContain(says);
    for (const hidden of Object.values(env)) expect(out + err).not.toContain(hidden);
  });

  it('about the rights of the key is told before anything is sent', async () => {
    const key = { permissions: ['query-open-orders', 'query-closed-orders', 'modify-orders'] } as const;
    const { trader } = localUser({ now: NOW, candles, key });
    const { code, err } = await trader('--live', '--for', '60');
    expect([code, err]).toEqual([4, expect.stringMatching(/^error: [^\n]*EGeneral:Permission denied[^\n]*\n$/)]);
  });
});
