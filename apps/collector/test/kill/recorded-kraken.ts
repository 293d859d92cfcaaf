import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { recordedBook } from '@fathom/testkit';
import { type WebSocket, WebSocketServer } from 'ws';

/** Kraken's socket as far as a recorder of BTC/USD needs it, which sends a real recording again and again. */
export class RecordedKraken {
  /** One round: a snapshot, then updates. */
  readonly frames: readonly string[] = recordedBook('btcusd_sample')
    .map(({ bytes }) => bytes.toString())
    .filter((frame) => frame.startsWith('{"channel":"book"'));
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  #subscribed: (socket: WebSocket) => void = () => {};
  #socket: Promise<WebSocket> = this.#next();

  constructor() {
    this.#server.on('connection', (socket) => {
      socket.on('message', (data: Buffer) => this.#answer(socket, JSON.parse(data.toString())));
      socket.on('error', () => {});
      const beat = setInterval(() => socket.send('{"channel":"heartbeat"}'), 500);
      socket.on('close', () => clearInterval(beat));
    });
  }

  async listen(): Promise<string> {
    if (this.#server.address() === null) await once(this.#server, 'listening');
    const { port } = this.#server.address() as AddressInfo;
    return `ws://127.0.0.1:${port}`;
  }

  /** Sends a round; settles when the other side has handled all of it. */
  async sendRound(): Promise<void> {
    const socket = await this.#socket;
    for (const frame of this.frames) socket.send(frame);
    const answered = once(socket, 'pong');
    socket.ping();
    await answered;
  }

  /** Sends a round and does not wait. */
  async sendBlindly(): Promise<void> {
    const socket = await this.#socket;
    for (const frame of this.frames) socket.send(frame);
  }

  /** The next one to subscribe is another process. */
  forget(): void {
    this.#socket = this.#next();
  }

  close(): void {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
  }

  #next(): Promise<WebSocket> {
    return new Promise((resolve) => {
      this.#subscribed = resolve;
    });
  }

  #answer(socket: WebSocket, { method, params, req_id: id }: Request): void {
    if (method === 'ping') socket.send('{"method":"pong"}');
    if (method !== 'subscribe') return;
    const result = { channel: params.channel, symbol: params.symbol?.[0] };
    socket.send(JSON.stringify({ method, result, success: true, req_id: id }));
    if (params.channel === 'instrument') socket.send(INSTRUMENTS);
    else if (params.channel === 'book') this.#subscribed(socket);
  }
}

interface Request {
  readonly method: string;
  readonly params: { readonly channel: string; readonly symbol?: readonly string[] };
  readonly req_id?: number;
}

const INSTRUMENTS = JSON.stringify({
  channel: 'instrument',
  type: 'snapshot',
  data: {
    assets: [],
    pairs: [
      {
        symbol: 'BTC/USD',
        base: 'BTC',
        quote: 'USD',
        status: 'online',
        price_precision: 1,
        qty_precision: 8,
        cost_precision: 5,
        price_increment: 0.1,
        qty_min: 0.00005,
        cost_min: 0.5,
      },
    ],
  },
});
