import { build } from '../../../../test/build.js';
import { ManualTime } from '@fathom/testkit';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { byId, FakeBot } from '../../testing/fake-bot.js';
import { FakeCapture } from '../../testing/fake-capture.js';
import { dashboardServer, openDashboard } from './dashboard.js';
import { newToken } from './tokens.js';

const read = newToken();
const control = newToken();
const OF_OTHERS = { host: '192.0.2.7', tokens: { read: read.hash, control: control.hash } };

let time = new ManualTime(0);
let bot = new FakeBot();
let servers: FastifyInstance[] = [];

// The pages are served as they were built.
beforeAll(() => build(), 300_000);
beforeEach(() => {
  time = new ManualTime(Date.UTC(2026, 7, 2));
  bot = new FakeBot();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: Partial<Parameters<typeof dashboardServer>[0]> = {}) {
  const { server, routes } = await dashboardServer({ bots: byId(bot), time, ...options });
  servers = [...servers, server];
  const ask = (url: string, rest: Omit<InjectOptions, 'url'> = {}) => server.inject({ url, ...rest });
  return { server, ask, routes };
}

type Asked = Awaited<ReturnType<typeof serve>>['ask'];
const post = (ask: Asked, url: string, payload: object, headers: Record<string, string> = {}) =>
  ask(url, { method: 'POST', payload, headers });

async function logIn(ask: Asked, token: string) {
  const answer = await post(ask, '/api/login', { token });
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
  return { answer, headers: { cookie, 'x-fathom-csrf': answer.json<{ csrf: string }>().csrf } };
}

const as = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

describe('who may look', () => {
  it('everybody on this machine may look, and nobody may act', async () => {
    const { ask } = await serve();
    expect((await ask('/api/bots')).json()).toMatchObject([{ about: { id: '197' }, status: { equity: '10012.5' } }]);
    expect((await ask('/api/session')).json()).toEqual({
      role: 'read',
      csrf: null,
      hasControl: false,
      isLoggedIn: false,
    });
    expect((await post(ask, '/api/bots/197/actions', { action: 'pause' })).statusCode).toBe(403);
    expect(bot.acted).toEqual([]);
  });

  it('where others reach it, no route but the page and the log-in answers without a token', async () => {
    const { ask, server, routes } = await serve(OF_OTHERS);
    await server.ready();
    expect(routes.length).toBeGreaterThanOrEqual(14);
    const answered: string[] = [];
    for (const route of routes) {
      const [method, path = ''] = route.split(' ');
      const url = path.replace(':id', '197');
      const body = method === 'POST' ? { payload: { action: 'pause' } } : {};
      const answer = await ask(url, { method: method === 'POST' ? 'POST' : 'GET', ...body });
      expect(answer.body).not.toContain('10012.5');
      const isOfPage = !url.startsWith('/api/') || ['/api/session', '/api/login', '/api/logout'].includes(url);
      if (!isOfPage && answer.statusCode !== 401) answered.push(route);
    }
    expect(answered).toEqual([]);
    expect(bot.acted).toEqual([]);
  });

  it('refuses to open where others reach it without a token', async () => {
    await expect(openDashboard({ port: 0, host: '0.0.0.0', bots: new Map(), time })).rejects.toThrow(
      'a dashboard on 0.0.0.0 can be seen by others: that needs a token',
    );
  });

  it('turns away a page of the web that calls this machine by a name of its own', async () => {
    const { ask } = await serve();
    for (const host of ['evil.example', '127.evil.example', 'localhost.evil.example:80']) {
      expect((await ask('/api/bots', { headers: { host } })).statusCode).toBe(421);
    }
    expect((await ask('/api/bots', { headers: { host: '[::1]:8080' } })).statusCode).toBe(200);
  });

  it('takes tokens of programs in a header', async () => {
    const { ask } = await serve(OF_OTHERS);
    expect((await ask('/api/bots', as(read.token.reveal()))).statusCode).toBe(200);
    expect((await ask('/api/bots', as(`${read.token.reveal()}x`))).statusCode).toBe(401);
    const pause = { method: 'POST' as const, payload: { action: 'pause' } };
    expect((await ask('/api/bots/197/actions', { ...pause, ...as(read.token.reveal()) })).statusCode).toBe(403);
    expect((await ask('/api/bots/197/actions', { ...pause, ...as(control.token.reveal()) })).statusCode).toBe(200);
    expect(bot.acted).toEqual([{ action: { action: 'pause' }, who: 'token from 127.0.0.1' }]);
  });
});

describe('logging in', () => {
  it('gives a cookie that no script reads and no other site sends', async () => {
    const { ask } = await serve(OF_OTHERS);
    const { answer, headers } = await logIn(ask, read.token.reveal());
    expect(answer.headers['set-cookie']).toMatch(
      /^fathom_session=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/; Max-Age=43200$/,
    );
    expect((await ask('/api/bots', { headers })).statusCode).toBe(200);
    await time.advance(12 * 3_600_000);
    expect((await ask('/api/bots', { headers })).statusCode).toBe(401);
  });

  it('ends when it is ended', async () => {
    const { ask } = await serve(OF_OTHERS);
    const { headers } = await logIn(ask, read.token.reveal());
    await post(ask, '/api/logout', {}, headers);
    expect((await ask('/api/bots', { headers })).statusCode).toBe(401);
  });

  it('is slow to guess: five wrong tokens a minute, the right one waits too', async () => {
    const { ask } = await serve(OF_OTHERS);
    const codes: number[] = [];
    for (let at = 0; at < 7; at += 1) codes.push((await post(ask, '/api/login', { token: `guess-${at}` })).statusCode);
    expect(codes).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect((await post(ask, '/api/login', { token: read.token.reveal() })).statusCode).toBe(429);
    await time.advance(60_001);
    expect((await post(ask, '/api/login', { token: read.token.reveal() })).statusCode).toBe(200);
  });
});

describe('acting', () => {
  it('takes the control token, and a page of our own', async () => {
    const { ask } = await serve(OF_OTHERS);
    const { headers } = await logIn(ask, control.token.reveal());
    const kill = (with_: Record<string, string>) => post(ask, '/api/bots/197/actions', { action: 'kill' }, with_);
    expect((await kill({ cookie: headers.cookie })).json()).toEqual({
      error: 'that did not come from a page of this dashboard',
    });
    expect((await kill({ ...headers, 'x-fathom-csrf': 'x' })).statusCode).toBe(403);
    expect(bot.acted).toEqual([]);
    expect((await kill(headers)).json()).toEqual({ text: 'kill: done' });
    expect(bot.acted).toEqual([{ action: { action: 'kill' }, who: 'control from 127.0.0.1' }]);
  });

  it('is not for those who may only look', async () => {
    const { ask } = await serve(OF_OTHERS);
    const { headers } = await logIn(ask, read.token.reveal());
    expect((await post(ask, '/api/bots/197/actions', { action: 'kill' }, headers)).statusCode).toBe(403);
    expect(bot.acted).toEqual([]);
  });

  it.each([
    [{ action: 'explode' }, 400],
    [{ action: 'close-trade' }, 400],
    [{ action: 'kill', more: 1 }, 200],
    [{}, 400],
    [{ action: 'cancel-order', id: 'x'.repeat(65) }, 400],
    [{ action: 'resume' }, 409],
  ])('answers %j with %d', async (payload, code) => {
    const { ask } = await serve(OF_OTHERS);
    const { headers } = await logIn(ask, control.token.reveal());
    expect((await post(ask, '/api/bots/197/actions', payload, headers)).statusCode).toBe(code);
  });
});

describe('what is answered', () => {
  it('comes with a policy that runs nothing from elsewhere and shows it in no frame', async () => {
    const { ask } = await serve();
    for (const url of ['/', '/api/bots', '/nothing']) {
      const { headers } = await ask(url);
      expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    expect((await ask('/')).body).not.toMatch(/<script>|style=|onclick/);
  });

  it('is trades in parts, and all of them as CSV', async () => {
    const { ask } = await serve({ bots: byId(new FakeBot({}, '=HYPERLINK("http://x")')) });
    const page = (await ask('/api/bots/197/trades?from=50')).json<{ total: number; trades: { id: string[] } }>();
    expect([page.total, page.trades.id.length]).toEqual([60, 10]);
    const { headers, body } = await ask('/api/bots/197/trades.csv');
    expect(headers['content-disposition']).toBe('attachment; filename="trades-197.csv"');
    expect(body.trimEnd().split('\r\n')).toHaveLength(61);
    // Neither a formula of a spreadsheet nor a column more.
    expect(body).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it.each([
    ['/api/bots/000/chart', 404],
    ['/api/bots/197/events?before=x', 400],
    ['/api/bots/197/events?limit=100000', 400],
    ['/api/bots/197/trades?from=-1', 400],
    ['/../../etc/passwd', 404],
    ['/assets/..%2f..%2findex.js', 404],
    ['/__proto__', 404],
  ])('%s gives %d and says nothing of the inside', async (url, code) => {
    const answer = await (await serve()).ask(url);
    expect(answer.statusCode).toBe(code);
    expect(answer.body).not.toMatch(/ at \w|\/src\/|node_modules/);
  });

  it('tells nobody why the inside failed', async () => {
    bot.orders = () => {
      throw new Error('the secret is abc');
    };
    const answer = await (await serve()).ask('/api/bots/197/orders');
    expect([answer.statusCode, answer.body]).toEqual([500, '{"error":"it failed"}']);
  });
});

describe('a capture', () => {
  it('is shown when there is one', async () => {
    const { ask } = await serve({ capture: new FakeCapture() });
    expect((await ask('/api/capture')).json()).toMatchObject({ pairs: [{ id: 'XXBTZUSD', verified: 12_340 }, {}] });
    expect((await (await serve()).ask('/api/capture')).json()).toBeNull();
    expect((await ask('/api/capture/XXBTZUSD/book')).json()).toMatchObject({
      bids: expect.arrayContaining([['31249.9', '0.50000000']]),
    });
    expect((await ask('/api/capture/NOPE/book')).statusCode).toBe(404);
    expect((await ask('/api/capture-gaps')).json()).toHaveLength(2);
  });

  it.each([
    ['/api/capture/XXBTZUSD/book?time=1', 404],
    ['/api/capture/XXBTZUSD/book?time=x', 400],
    ['/api/capture/XXBTZUSD/heat', 400],
    ['/api/capture/XXBTZUSD/heat?from=2&to=1', 400],
    ['/api/capture/XXBTZUSD/heat?from=0&to=99999999999', 400],
    ['/api/capture/XXBTZUSD/heat?from=1785000000000&to=1785003600000', 200],
  ])('answers %s with %d', async (url, code) => {
    expect((await (await serve({ capture: new FakeCapture() })).ask(url)).statusCode).toBe(code);
  });

  it('is read one question at a time, and says so when too many wait', async () => {
    const capture = new FakeCapture();
    const go: (() => void)[] = [];
    let reading = 0;
    let most = 0;
    capture.gaps = async () => {
      reading += 1;
      most = Math.max(most, reading);
      await new Promise<void>((done) => go.push(done));
      reading -= 1;
      return [];
    };
    const { ask } = await serve({ capture });
    const answers = Array.from({ length: 12 }, () => ask('/api/capture-gaps'));
    const codes: number[] = [];
    const all = Promise.all(answers.map(async (answer) => codes.push((await answer).statusCode)));
    while (codes.length < 12) {
      go.shift()?.();
      await new Promise((done) => setImmediate(done));
    }
    await all;
    expect(most).toBe(1);
    expect(codes.filter((code) => code === 503).length).toBe(3);
    expect(codes.filter((code) => code === 200).length).toBe(9);
  });
});
