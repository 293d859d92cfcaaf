import { type Clock, type Scheduler, UsageError } from '@fathom/contracts';
import type { FastifyInstance } from 'fastify';
import type { CaptureSource } from '../live/capture.js';
import type { BotSource } from '../live/sources.js';
import { Access, type TokenHashes } from './access.js';
import { botRoutes } from './bot-routes.js';
import { captureRoutes } from './capture-routes.js';
import { isLoopback, isLoopbackName } from './loopback.js';
import { pageFiles } from './pages.js';
import { sessionRoutes } from './session-routes.js';
import { Streams } from './streams.js';

export interface DashboardOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** An address of this machine; 127.0.0.1. Any but the loopback's needs a token to look. */
  readonly host?: string;
  readonly tokens?: TokenHashes;
  /** By their ids, in the order they are shown; one that is added later is shown from then on. */
  readonly bots: ReadonlyMap<string, BotSource>;
  /** A capture of order books to be shown as well. */
  readonly capture?: CaptureSource;
  readonly time: Clock & Scheduler;
}

export interface Dashboard {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  close(): Promise<void>;
}

/** Nothing but what comes from here, and no script but the page's own. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Serves the dashboard over HTTP.
 * @throws {UsageError} for an address other people reach without a token, or one that is taken or not ours.
 */
export async function openDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { port, host = '127.0.0.1', tokens = {} } = options;
  if (tokens.read === undefined && !isLoopback(host)) {
    throw new UsageError(`a dashboard on ${host} can be seen by others: that needs a token`);
  }
  const { server, streams } = await dashboardServer(options);
  try {
    await server.listen({ port, host });
  } catch (error) {
    await server.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EADDRINUSE')
      throw new UsageError(`dashboard port ${port} of ${host} is in use by another program`, { cause: error });
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new UsageError(`${host} is not an address of this machine`, { cause: error });
    if (code === 'EACCES') throw new UsageError(`port ${port} may not be opened by this user`, { cause: error });
    throw error;
  }
  // Trading ends when it ends; an open page does not keep the process alive.
  server.server.unref();
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the dashboard has no address');
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: async () => {
      streams.close();
      server.server.closeAllConnections();
      await server.close();
    },
  };
}

interface DashboardServer {
  readonly server: FastifyInstance;
  readonly streams: Streams;
  /** Every way in, once the server is ready: `GET /api/bots`. */
  readonly routes: readonly string[];
}

/** All routes, not listening yet. */
export async function dashboardServer({
  host = '127.0.0.1',
  tokens = {},
  bots,
  capture,
  time,
}: Omit<DashboardOptions, 'port'>): Promise<DashboardServer> {
  // Loaded by those who open one: it is large.
  const { fastify } = await import('fastify');
  const server = fastify({
    bodyLimit: 16_384,
    requestTimeout: 10_000,
    connectionTimeout: 30_000,
    forceCloseConnections: true,
  });
  const access = new Access(tokens, time);
  const streams = new Streams({ bots, time, ...(capture && { capture }) });
  const files = pageFiles();
  const routes: string[] = [];
  server.addHook('onRoute', ({ method, url }) => void routes.push(...[method].flat().map((one) => `${one} ${url}`)));
  server.addHook('onRequest', async (request, reply) => {
    void reply.headers({
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
    if (isLoopback(host) && !isLoopbackName(request.headers.host))
      return reply.code(421).send('ask by the name of this machine\n');
    return undefined;
  });
  // Nothing of an error goes out: it may hold what it should not.
  server.setErrorHandler((error, _request, reply) => {
    const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
    if (status === 503) return reply.code(503).send({ error: 'busy: ask again' });
    const isTheirs = status >= 400 && status < 500;
    return reply.code(isTheirs ? status : 500).send({ error: isTheirs ? 'that cannot be asked' : 'it failed' });
  });
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'there is nothing' }));
  for (const [path, file] of files) {
    server.get(path, (_request, reply) => {
      if (file.isLasting) void reply.header('cache-control', 'public, max-age=31536000, immutable');
      return reply.type(file.type).send(file.body);
    });
  }
  sessionRoutes(server, access);
  botRoutes(server, { access, bots, streams });
  captureRoutes(server, access, capture);
  return { server, streams, routes };
}
