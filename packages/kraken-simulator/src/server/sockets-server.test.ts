import { bitcoin, SeededRandom } from '@fathom/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { START, testKraken } from '../test-kraken.js';
import { type RunningKraken, serve } from './serve.js';
import { systemTime } from './system-time.js';

const running: RunningKraken[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

function nothing(): void {}

/** A local Kraken on the loopback address, and what a client of one of its sockets hears. */
async function given(path: string, arm?: (kraken: ReturnType<typeof testKraken>['kraken']) => void) {
  const time = { ...systemTime, now: () => START };
  const alice = testKraken({ instrument: bitcoin, clock: time, random: new SeededRandom(5) });
  const server = await serve(alice.kraken, { time });
  running.push(server);
  arm?.(alice.kraken);
  const socket = new WebSocket(`${server.restUrl.replace('http', 'ws')}${path}`);
  const heard: { data: Buffer; isBinary: boolean }[] = [];
  let wake = nothing;
  socket.on('message', (data: Buffer, isBinary) => {
    heard.push({ data, isBinary });
    wake();
  });
  const next = async () => {
    if (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
    return heard.shift();
  };
  const nextFrame = async () => JSON.parse(String((await next())?.data));
  return { ...alice, socket, next, nextFrame };
}

describe('the sockets of a served Kraken', () => {
  it('speak on /v2', async () => {
    const { socket, nextFrame } = await given('/v2');
    expect(await nextFrame()).toMatchObject({ channel: 'status' });
    socket.send('{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"],"depth":10},"req_id":1}');
    expect(await nextFrame()).toMatchObject({ method: 'subscribe', req_id: 1, success: true });
    expect(await nextFrame()).toMatchObject({ channel: 'book', type: 'snapshot' });
  });

  it('take orders on /v2/auth', async () => {
    const alice = await given('/v2/auth');
    await alice.nextFrame();
    const { token } = alice.private('GetWebSocketsToken').result;
    const params = { order_type: 'market', side: 'buy', symbol: 'BTC/USD', order_qty: 0.1, token };
    alice.socket.send(JSON.stringify({ method: 'add_order', params, req_id: 2 }));
    const { result } = await alice.nextFrame();
    expect(Object.keys(alice.private('ClosedOrders').result.closed)).toEqual([result.order_id]);
  });

  it('carry fragments as one message, and bytes that are no text', async () => {
    const { next } = await given('/v2', (kraken) => {
      kraken.socketFaults.add({ fault: 'garbage', match: { times: 1 } }, { fault: 'fragment', match: { times: 1 } });
    });
    expect(await next()).toMatchObject({ isBinary: true });
    const status = await next();
    expect(status?.isBinary).toBe(false);
    expect(JSON.parse(String(status?.data))).toMatchObject({ channel: 'status' });
  });

  it('break without a goodbye, or with one', async () => {
    for (const [fault, code] of [
      ['reset', 1006],
      ['close', 1001],
    ] as const) {
      const { socket } = await given('/v2', (kraken) => kraken.socketFaults.add({ fault, match: { times: 1 } }));
      expect(await new Promise((resolve) => socket.on('close', resolve))).toBe(code);
    }
  });
});
