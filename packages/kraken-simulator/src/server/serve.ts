import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Clock, type Scheduler, UsageError } from '@fathom/contracts';
import { keepTime } from '../keep-time.js';
import type { LocalKraken } from '../local-kraken.js';
import { control } from './control.js';
import { deliver } from './deliver.js';
import { readRequest } from './read-request.js';
import { SocketsServer } from './sockets-server.js';
import { systemTime } from './system-time.js';

export interface ServeOptions {
  /** Any free one when left out or 0. */
  readonly port?: number;
  /** The clock the local Kraken itself was given. */
  readonly time?: Clock & Scheduler;
  /** Is told of a defect of the simulator's own; the call is answered with `EGeneral:Internal error`. */
  readonly onDefect?: (error: unknown) => void;
}

/** A local Kraken at work. */
export interface RunningKraken {
  /** `http://127.0.0.1:8420`; Kraken's paths follow: `/0/public/Time`. */
  readonly restUrl: string;
  readonly wsUrl: string;
  readonly wsAuthUrl: string;
  /** Ends all connections, also those that wait, and resolves when the port is free. */
  close(): Promise<void>;
}

const HOST = '127.0.0.1';

/**
 * Serves a local Kraken over HTTP and WebSocket on one port of the loopback address, nowhere else.
 * @throws {UsageError} when the port is taken or may not be used
 */
export async function serve(kraken: LocalKraken, options: ServeOptions = {}): Promise<RunningKraken> {
  const { time = systemTime, port = 0, onDefect = () => {} } = options;
  const sockets = new SocketsServer(kraken, time);
  const server = createServer((message, response) => {
    answer(message, response).catch((error: unknown) => {
      onDefect(error);
      const body = '{"error":["EGeneral:Internal error"]}';
      const reply = { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' }, body };
      if (!response.headersSent) deliver({ kind: 'reply', reply, afterMs: 0 }, response, time);
    });
  });
  server.on('upgrade', (request, stream, head) => sockets.upgrade(request, stream, head));
  const host = `${HOST}:${await listen(server, port)}`;
  const stopTime = keepTime(kraken, { clock: time, scheduler: time });
  return {
    restUrl: `http://${host}`,
    wsUrl: `ws://${host}/v2`,
    wsAuthUrl: `ws://${host}/v2/auth`,
    close: () =>
      new Promise((resolve) => {
        stopTime();
        sockets.close();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    if (request === undefined) {
      response.writeHead(413, { connection: 'close' });
      response.end();
    } else if (request.path.startsWith('/control/')) {
      deliver({ kind: 'reply', reply: control(request, kraken), afterMs: 0 }, response, time);
    } else {
      deliver(kraken.receive(request), response, time);
    }
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new UsageError(`port ${port} cannot be used: ${error.code ?? error.message}`)),
    );
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
