import { UsageError } from '@fathom/contracts';
import { bitcoin, SeededRandom } from '@fathom/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { START, testKraken } from '../test-kraken.js';
import { type RunningKraken, serve } from './serve.js';
import { systemTime } from './system-time.js';

const running: RunningKraken[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function given() {
  const time = { ...systemTime, now: () => START };
  const alice = testKraken({ instrument: bitcoin, clock: time, random: new SeededRandom(5) });
  const server = await serve(alice.kraken, { time });
  running.push(server);
  const call = (method: string, parameters: Record<string, string> = {}) => {
    const { path, headers, body } = alice.request(method, parameters);
    return fetch(`${server.restUrl}${path}`, { method: 'POST', headers: headers as Record<string, string>, body });
  };
  const control = (what: string, method: string, body?: unknown) =>
    fetch(`${server.restUrl}/control/${what}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  return { ...alice, server, call, control };
}

const ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'market', volume: '0.1' };

describe('serve', () => {
  it('answers public and signed calls on the loopback address', async () => {
    const { server, call } = await given();
    expect(server.restUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const time = await fetch(`${server.restUrl}/0/public/Time`);
    expect(await time.json()).toEqual({
      error: [],
      result: { unixtime: START / 1000, rfc1123: 'Mon,  5 Jan 26 00:00:00 +0000' },
    });
    expect(await (await call('AddOrder', ORDER)).json()).toMatchObject({
      error: [],
      result: { txid: [expect.any(String)] },
    });
    expect((await fetch(`${server.restUrl}/elsewhere`)).status).toBe(404);
  });

  it('lets faults happen on the wire', async () => {
    const alice = await given();
    const { kraken, call } = alice;
    kraken.faults.add({ match: { times: 1 }, fault: { kind: 'lost', when: 'after' } });
    await expect(call('AddOrder', ORDER)).rejects.toThrow('fetch failed');
    kraken.faults.add({ match: { times: 1 }, fault: { kind: 'cut', bytes: 5 } });
    const cut = await call('AddOrder', ORDER);
    await expect(cut.text()).rejects.toThrow('terminated');
    kraken.faults.add({ match: { times: 1 }, fault: { kind: 'status', when: 'after', status: 502 } });
    expect((await call('AddOrder', ORDER)).status).toBe(502);
    expect(alice.private('ClosedOrders').result.count).toBe(3);
    kraken.faults.add({ fault: { kind: 'redirect' } });
    await expect(call('Balance')).rejects.toMatchObject({ cause: { message: 'redirect count exceeded' } });
  });

  it('sends a flood to whoever wants it, and stops when they leave', async () => {
    const { kraken, call } = await given();
    kraken.faults.add({ fault: { kind: 'flood', bytes: 3_000_000 } });
    expect((await (await call('Balance')).text()).length).toBe(3_000_000);
    const reader = (await call('Balance')).body?.getReader();
    await reader?.read();
    await reader?.cancel();
  });

  it('refuses bodies without end', async () => {
    const { server } = await given();
    const body = 'x'.repeat(2_000_000);
    const refused = await fetch(`${server.restUrl}/0/private/Balance`, { method: 'POST', body }).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(refused);
  });

  it('is controlled by people over HTTP, but not by web pages', async () => {
    const { server, kraken, control, call } = await given();
    const rule = { match: { method: 'Balance' }, fault: { kind: 'error', when: 'before', error: 'EService:Busy' } };
    expect(await (await control('faults', 'POST', rule)).json()).toEqual([rule]);
    expect(await (await call('Balance')).json()).toEqual({ error: ['EService:Busy'] });
    await control('faults', 'DELETE');
    expect(await (await call('Balance')).json()).toMatchObject({ error: [] });
    const mute = { match: { frames: ['ack'], channel: 'book', times: 1 }, fault: 'refuse', reason: 'Not today' };
    expect(await (await control('socket-faults', 'POST', mute)).json()).toEqual([mute]);
    expect(kraken.socketFaults.rules).toEqual([mute]);
    await control('socket-faults', 'DELETE');
    expect(kraken.socketFaults.rules).toEqual([]);
    await control('status', 'POST', { status: 'post_only' });
    expect(kraken.status).toBe('post_only');
    await control('clock', 'POST', { skewMs: 5000 });
    expect(kraken.skewMs).toBe(5000);
    await control('exhaust', 'POST');
    expect(await (await call('Balance')).json()).toEqual({ error: ['EAPI:Rate limit exceeded'] });
    for (const [what, body] of [
      ['faults', { fault: {} }],
      ['socket-faults', { fault: 'hiccup' }],
      ['socket-faults', { fault: 'lose', match: { frames: ['nonsense'] } }],
      ['status', { status: 'sleepy' }],
      ['clock', {}],
    ] as const) {
      expect((await control(what, 'POST', body)).status).toBe(400);
    }
    expect((await control('nothing', 'POST')).status).toBe(404);
    const fromPage = await fetch(`${server.restUrl}/control/faults`, { headers: { origin: 'http://example.com' } });
    expect(fromPage.status).toBe(403);
  });

  it('closes though answers hang, and the port is free', async () => {
    const { server, kraken, call } = await given();
    kraken.faults.add({ fault: { kind: 'lost', when: 'before', hangs: true } });
    const hanging = call('Balance').catch((error: unknown) => error);
    kraken.faults.add({ fault: { kind: 'delay', when: 'after', ms: 60_000 } });
    const slow = fetch(`${server.restUrl}/0/public/Time`).catch((error: unknown) => error);
    const port = Number(new URL(server.restUrl).port);
    await expect(serve(kraken, { port })).rejects.toThrow(new UsageError(`port ${port} cannot be used: EADDRINUSE`));
    await server.close();
    expect(await Promise.all([hanging, slow])).toEqual([expect.any(TypeError), expect.any(TypeError)]);
    running.splice(0);
    running.push(await serve(kraken, { port }));
  });

  it('tells executions and balances on a private socket that a token of REST opens', async () => {
    const { server, call } = await given();
    const token = z.object({ result: z.object({ token: z.string() }) });
    const { result } = token.parse(await (await call('GetWebSocketsToken')).json());
    const socket = new WebSocket(server.wsAuthUrl);
    const frames: Record<string, unknown>[] = [];
    const heard = (isIt: (frame: Record<string, unknown>) => boolean) =>
      new Promise<Record<string, unknown>>((resolve) => {
        socket.on('message', (data: Buffer) => {
          const frame: Record<string, unknown> = JSON.parse(data.toString());
          if (isIt(frame)) resolve(frame);
        });
      });
    socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString())));
    await new Promise((resolve) => {
      socket.once('open', resolve);
    });
    const acknowledged = heard(({ method }) => method === 'subscribe');
    const params = { channel: 'executions', snap_orders: true, snap_trades: false, token: result.token };
    socket.send(JSON.stringify({ method: 'subscribe', params, req_id: 1 }));
    expect(await acknowledged).toMatchObject({ success: true, req_id: 1 });
    const filled = heard(({ data }) => JSON.stringify(data ?? '').includes('"exec_type":"filled"'));
    await call('AddOrder', { ...ORDER, cl_ord_id: 'by-rest' });
    await filled;
    const kinds = frames.flatMap(({ data }) => (Array.isArray(data) ? data : []).map(({ exec_type }) => exec_type));
    expect(kinds.filter((kind) => kind !== undefined)).toEqual(['pending_new', 'new', 'trade', 'filled']);
    socket.terminate();
  });

  it('has no socket where none is served', async () => {
    const { server } = await given();
    const socket = new WebSocket(`${server.restUrl.replace('http', 'ws')}/v1`);
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
      socket.on('error', resolve);
    });
    expect(status).toBe(404);
    socket.terminate();
  });
});
