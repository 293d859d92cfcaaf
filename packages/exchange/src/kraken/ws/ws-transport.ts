import { createRequire } from 'node:module';
import type * as Ws from 'ws';
import type { Socket, SocketHandlers, SocketTransport } from './socket-transport.js';

export interface WsTransportOptions {
  /** Connected and upgraded within this many milliseconds; default 10,000. */
  readonly handshakeMs?: number;
  /** The longest frame taken, bytes; default 16 MiB. Kraken's longest, a book of 1000 levels, has about 80 kB. */
  readonly maxFrameBytes?: number;
  /** What may wait to be sent before the peer counts as gone, bytes; default 1 MiB. */
  readonly maxUnsentBytes?: number;
}

let loaded: typeof Ws | undefined;

/** Loaded when the first socket is opened: it takes a fifth of the time a short backtest takes, which needs none. */
function loadWs(): typeof Ws {
  if (loaded !== undefined) return loaded;
  const library: typeof Ws = createRequire(import.meta.url)('ws');
  loaded = library;
  return library;
}

/** Sockets of the network. Redirects are not followed, frames not compressed; a fault ends the socket, never throws. */
export function wsTransport(options: WsTransportOptions = {}): SocketTransport {
  const { handshakeMs = 10_000, maxFrameBytes = 16 * 1024 * 1024, maxUnsentBytes = 1024 * 1024 } = options;
  return {
    open(url, handlers) {
      let socket: Ws.WebSocket;
      try {
        socket = new (loadWs().WebSocket)(url, {
          handshakeTimeout: handshakeMs,
          maxPayload: maxFrameBytes,
          perMessageDeflate: false,
          // A frame with broken text is the reader's to decline; it must not cost the connection.
          skipUTF8Validation: true,
        });
      } catch (error) {
        return unopened(error instanceof Error ? error.message : String(error), handlers);
      }
      return new WsSocket(socket, handlers, maxUnsentBytes);
    },
  };
}

/** An address that is none ends like a connection that fails. */
function unopened(reason: string, handlers: SocketHandlers): Socket {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  queueMicrotask(() => {
    if (!isOver) handlers.closed(reason);
  });
  return { send: () => {}, close: end, terminate: end };
}

class WsSocket implements Socket {
  readonly #socket: Ws.WebSocket;
  readonly #handlers: SocketHandlers;
  readonly #maxUnsentBytes: number;
  #isOver = false;
  #error: string | undefined;

  constructor(socket: Ws.WebSocket, handlers: SocketHandlers, maxUnsentBytes: number) {
    this.#socket = socket;
    this.#handlers = handlers;
    this.#maxUnsentBytes = maxUnsentBytes;
    socket.on('open', () => {
      if (!this.#isOver) handlers.opened();
    });
    socket.on('message', (data) => {
      if (this.#isOver) return;
      // `nodebuffer` is the default binary type: frames come as one Buffer.
      handlers.received(Buffer.isBuffer(data) ? data : '');
    });
    // Without a listener an error would end the process; `close` always follows it.
    socket.on('error', (error) => {
      this.#error ??= error.message;
    });
    socket.on('close', (code, reason) => {
      const said = reason.length > 0 ? `${code} ${reason.toString()}` : String(code);
      this.#end(this.#error ?? `closed by the exchange: ${said}`);
    });
  }

  send(frame: string): void {
    if (this.#isOver || this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > this.#maxUnsentBytes) {
      this.#socket.terminate();
      this.#error ??= `${this.#socket.bufferedAmount} bytes could not be sent`;
      return;
    }
    this.#socket.send(frame);
  }

  close(): void {
    this.#isOver = true;
    this.#socket.close();
  }

  terminate(): void {
    this.#isOver = true;
    this.#socket.terminate();
  }

  #end(reason: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#handlers.closed(reason);
  }
}
