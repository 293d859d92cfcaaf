import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '@fathom/contracts';
import type { LocalKraken } from '../local-kraken.js';
import type { SocketKind } from '../ws/sockets.js';

const PATHS: ReadonlyMap<string, SocketKind> = new Map([
  ['/v2', 'public'],
  ['/v2/', 'public'],
  ['/v2/auth', 'private'],
]);
const MOST_BYTES = 1024 * 1024;

/** Real sockets for the sessions of a local Kraken. */
export class SocketsServer {
  readonly #kraken: LocalKraken;
  readonly #clock: Clock;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES });

  constructor(kraken: LocalKraken, clock: Clock) {
    this.#kraken = kraken;
    this.#clock = clock;
  }

  /** Takes a connection over, or ends it when the path is none of Kraken's. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    const kind = PATHS.get((request.url ?? '').split('?')[0] ?? '');
    if (kind === undefined) {
      stream.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, stream, head, (socket) => this.#serve(socket, kind));
  }

  /** Ends all of them at once. */
  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #serve(socket: WebSocket, kind: SocketKind): void {
    const connection = this.#kraken.connect(kind, {
      send: (data) => {
        if (socket.readyState === socket.OPEN) socket.send(data);
      },
      sendFragments: (parts) => {
        if (socket.readyState !== socket.OPEN) return;
        for (const [index, part] of parts.entries()) socket.send(part, { fin: index === parts.length - 1 });
      },
      close: ({ code, reset }) => (reset ? socket.terminate() : socket.close(code)),
      get bufferedBytes() {
        return socket.bufferedAmount;
      },
    });
    socket.on('message', (data) => {
      this.#kraken.advance();
      connection.receive(textOf(data), this.#clock.now());
    });
    socket.on('close', () => connection.closed());
    // What the client did wrong on the wire ends its connection, and `close` follows.
    socket.on('error', () => {});
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}
