import { createServer, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { ManualTime } from '@fathom/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { fetchTransport } from './fetch-transport.js';
import { type HttpTransport, TransportError } from './transport.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function serve(answer: (response: ServerResponse, path: string, body: string) => void) {
  let requests = 0;
  const port = await listening(
    createServer((request, response) => {
      requests += 1;
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => answer(response, request.url ?? '', body));
    }),
  );
  return { url: `http://127.0.0.1:${port}`, count: () => requests };
}

function get(transport: HttpTransport, url: string, { maxBytes = 1000, body = '' } = {}) {
  const method = body === '' ? 'GET' : 'POST';
  return transport({ method, url, headers: { 'X-Secret': 'marker' }, body, deadlineMs: 30_000, maxBytes });
}

async function failureOf(answer: Promise<unknown>): Promise<TransportError> {
  const error = await answer.catch((thrown: unknown) => thrown);
  if (!(error instanceof TransportError)) throw new Error(`no transport error: ${String(error)}`);
  expect(error.message).not.toContain('marker');
  return error;
}

const failing = (failure: Error) =>
  failureOf(get(fetchTransport({ fetch: () => Promise.reject(failure) }), 'https://a.b'));

describe('fetchTransport', () => {
  it('brings back status, headers and text of any answer', async () => {
    const { url } = await serve((response, path, body) =>
      response.writeHead(502, { 'X-A': 'b' }).end(`${path} ${body} é`),
    );
    const answer = await get(fetchTransport(), `${url}/p?q=1`, { body: 'nonce=1' });
    expect(answer).toMatchObject({ status: 502, text: '/p?q=1 nonce=1 é', headers: { 'x-a': 'b' } });
  });

  it('cuts an endless answer off', async () => {
    let sent = 0;
    const { url } = await serve((response) => {
      const chunk = Buffer.alloc(64 * 1024, 'x');
      const write = () => {
        while (!response.destroyed && sent < 100_000_000) {
          sent += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
    });
    expect((await failureOf(get(fetchTransport(), url, { maxBytes: 1_000_000 }))).failure).toBe('too-large');
    expect(sent).toBeLessThan(50_000_000);
  });

  it('follows no redirect, not even an endless one', async () => {
    const { url, count } = await serve((response) => response.writeHead(302, { Location: '/again' }).end());
    expect((await failureOf(get(fetchTransport(), url))).failure).toBe('redirect');
    expect(count()).toBe(1);
  });

  it.each(['before the headers', 'in the middle of the body'])('gives up at the deadline, silent %s', async (when) => {
    const time = new ManualTime();
    const { url } = await serve((response) => {
      if (when !== 'before the headers') response.writeHead(200).write('half');
      // By hand, once the answer is being waited for.
      setImmediate(() => void time.advance(30_000));
    });
    const error = await failureOf(get(fetchTransport({ scheduler: time }), url));
    expect([error.failure, error.mayHaveArrived]).toEqual(['timeout', true]);
    expect(time.pending).toBe(0);
  });

  it('knows a broken connection, before and in an answer', async () => {
    const cut = await serve((response) => response.destroy());
    const late = await serve((response) => {
      response.writeHead(200, { 'Content-Length': '100' }).write('half');
      setImmediate(() => response.destroy());
    });
    for (const { url, count } of [cut, late]) {
      const error = await failureOf(get(fetchTransport(), url, { body: 'x' }));
      expect([error.failure, error.mayHaveArrived, count()]).toEqual(['reset', true, 1]);
    }
  });

  it('knows that nobody listens, which means nothing arrived', async () => {
    const { url } = await serve(() => undefined);
    const [server] = servers.splice(0);
    await new Promise((resolve) => {
      server?.close(resolve);
    });
    const error = await failureOf(get(fetchTransport(), url));
    expect([error.failure, error.mayHaveArrived]).toEqual(['refused', false]);
  });

  it('knows a server without a certificate', async () => {
    const port = await listening(createTlsServer({}));
    expect((await failureOf(get(fetchTransport(), `https://127.0.0.1:${port}`))).failure).toBe('tls');
  });

  it.each(['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'])(
    'knows %s, whichever Node calls it so',
    async (code) => {
      const error = Object.assign(new TypeError('fetch failed'), {
        cause: Object.assign(new Error('marker'), { code }),
      });
      expect((await failing(error)).failure).toBe('tls');
      expect((await failing(error)).message).toBe(`a.b: no secure connection (${code})`);
    },
  );

  it('knows a name that does not exist, and what cannot be fetched at all', async () => {
    const dns = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('getaddrinfo ENOTFOUND marker'), { code: 'ENOTFOUND' }),
    });
    const self = Object.assign(new TypeError('fetch failed'), {
      cause: Object.assign(new Error('marker'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
    });
    const both = Object.assign(new TypeError('fetch failed'), {
      cause: new AggregateError(
        ['ENETUNREACH', 'ECONNRESET'].map((code) => Object.assign(new Error('marker'), { code })),
      ),
    });
    expect([(await failing(dns)).failure, (await failing(dns)).mayHaveArrived]).toEqual(['dns', false]);
    expect((await failing(self)).failure).toBe('certificate');
    // One of two attempts may have got through.
    expect((await failing(both)).failure).toBe('reset');
    expect((await failing(new TypeError('marker'))).failure).toBe('other');
    expect((await failing(dns)).message).toBe('a.b: name not found: no network, or no name server (ENOTFOUND)');
  });
});
