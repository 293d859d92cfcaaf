import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Secret, UsageError } from '@fathom/contracts';
import type { PrometheusMetrics } from '../metrics/prometheus.js';
import { isLoopback, isLoopbackName } from './loopback.js';
import { carriesToken } from './token.js';

const REQUEST_MS = 5_000;
const MAX_CONNECTIONS = 32;

/** Whether a process does what it is for. */
export interface Health {
  /** It works at all; if not, it should be restarted. */
  readonly isLive: boolean;
  /** It can do its work now: market data arrives, nothing is in doubt. */
  readonly isReady: boolean;
  /** What people and programs may want to know besides; no secrets. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** What `serveStatus` needs. */
export interface StatusServerOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** An address of this machine; 127.0.0.1. Any but the loopback's needs a token. */
  readonly host?: string;
  /** Asked for as `Authorization: Bearer …` when there is one. */
  readonly token?: Secret;
  readonly metrics?: Pick<PrometheusMetrics, 'contentType' | 'text'> | undefined;
  readonly health: () => Health;
}

export interface StatusServer {
  /** `http://127.0.0.1:9464` */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Answers `/metrics`, `/healthz` (200 when live and ready, else 503), `/healthz/live` and `/healthz/ready` over HTTP. It
 * does not keep the process alive.
 * @throws {UsageError} for an interface other people reach without a token, or an address that is taken or not ours.
 */
export async function serveStatus(options: StatusServerOptions): Promise<StatusServer> {
  const { port, host = '127.0.0.1', token } = options;
  if (token === undefined && !isLoopback(host)) {
    throw new UsageError(`metrics on ${host} can be read by others: that needs a token`);
  }
  // Loaded here and not above: most runs serve nothing, and would start later for it.
  const { createServer } = process.getBuiltinModule('node:http');
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: REQUEST_MS });
  server.maxConnections = MAX_CONNECTIONS;
  server.on('request', (request, response) => void answer(request, response, options));
  await listening(server, port, host);
  server.unref();
  const { address, port: bound, family } = addressOf(server);
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, options: StatusServerOptions): Promise<void> {
  try {
    const refusal = refusalOf(request, options);
    if (refusal !== undefined) send(response, refusal.status, refusal.text, refusal.headers);
    else await serve(request, response, options);
  } catch {
    send(response, 500, 'it failed\n');
  }
}

interface Refusal {
  readonly status: number;
  readonly text: string;
  readonly headers?: Record<string, string>;
}

function refusalOf({ method, headers }: IncomingMessage, { token }: StatusServerOptions): Refusal | undefined {
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, text: 'GET only\n', headers: { allow: 'GET, HEAD' } };
  if (token !== undefined) {
    if (carriesToken(headers.authorization, token)) return undefined;
    return { status: 401, text: 'a token is needed\n', headers: { 'www-authenticate': 'Bearer' } };
  }
  // A page in somebody's browser can have a name of its own lead to this machine; it cannot say another name.
  return isLoopbackName(headers.host) ? undefined : { status: 421, text: 'not of this name\n' };
}

async function serve({ url }: IncomingMessage, response: ServerResponse, options: StatusServerOptions): Promise<void> {
  const path = (url ?? '').split('?')[0];
  if (path === '/metrics' && options.metrics !== undefined) {
    const { contentType } = options.metrics;
    return send(response, 200, await options.metrics.text(), { 'content-type': contentType });
  }
  const isGood = {
    '/healthz': ({ isLive, isReady }: Health) => isLive && isReady,
    '/healthz/live': ({ isLive }: Health) => isLive,
    '/healthz/ready': ({ isLive, isReady }: Health) => isLive && isReady,
  }[path ?? ''];
  if (isGood === undefined)
    return send(response, 404, 'there are /metrics, /healthz, /healthz/live and /healthz/ready\n');
  const health = options.health();
  const { isLive, isReady, detail } = health;
  const text = `${JSON.stringify({ isLive, isReady, ...detail })}\n`;
  send(response, isGood(health) ? 200 : 503, text, { 'content-type': 'application/json' });
}

function send(response: ServerResponse, status: number, text: string, headers: Record<string, string> = {}): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(text);
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => fail(new UsageError(reasonOf(error, port, host))));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      server.on('error', () => undefined);
      done();
    });
  });
}

function reasonOf({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') return `metrics port ${port} of ${host} is in use by another program`;
  if (code === 'EACCES') return `metrics port ${port} of ${host} may not be used by this user`;
  return `metrics cannot be served on ${host}:${port}: ${message}`;
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`no address: ${address}`);
  return address;
}
