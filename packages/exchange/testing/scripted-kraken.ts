import type { Clock, Scheduler } from '@fathom/contracts';
import type { Socket, SocketHandlers, SocketTransport } from '../src/kraken/ws/socket-transport.js';

export interface SubscribeMessage {
  readonly method: 'subscribe' | 'unsubscribe' | 'ping';
  readonly params?: {
    readonly channel: string;
    readonly symbol?: readonly string[];
    readonly depth?: number;
    readonly interval?: number;
    readonly token?: string;
    readonly snapshot?: boolean;
  };
  readonly req_id?: number;
}

/** What becomes of a subscription to a symbol (or, of channels without, to the channel). */
export type Treatment =
  | 'serve'
  | 'refuse'
  | 'refuse-vaguely'
  | 'ignore'
  | 'acknowledge-only'
  | 'later'
  | 'already'
  | 'refuse-token';

const DELAY_MS = 5;
const TIMES = '"time_in":"2026-08-02T03:35:50.983359Z","time_out":"2026-08-02T03:35:50.983398Z"';

/**
 * The other end of sockets in memory: speaks frames of Kraken's recordings, each pair as its `treatment` says, and
 * does what no exchange offers to do: go silent, hang up, babble.
 */
export class ScriptedKraken implements SocketTransport {
  readonly treatment = new Map<string, Treatment>();
  readonly sockets: ScriptedSocket[] = [];
  /** All messages received, oldest first. */
  readonly received: SubscribeMessage[] = [];
  /** Every attempt, when it was made. */
  readonly attempts: number[] = [];
  acceptsConnections = true;
  heartbeats = true;
  answersPings = true;
  snapshotOf: (channel: string, symbol: string, message: SubscribeMessage) => string[] = snapshotFrames;
  readonly time: Clock & Scheduler;

  constructor(time: Clock & Scheduler) {
    this.time = time;
  }

  open(_url: string, handlers: SocketHandlers): Socket {
    this.attempts.push(this.time.now());
    const socket = new ScriptedSocket(this, handlers);
    this.sockets.push(socket);
    return socket;
  }

  /** Those that are up. */
  get upSockets(): ScriptedSocket[] {
    return this.sockets.filter(({ isUp }) => isUp);
  }

  /** Sends frames over all open connections. */
  say(...frames: readonly string[]): void {
    for (const socket of this.upSockets) for (const frame of frames) socket.say(frame);
  }

  /** All connections are lost. */
  hangUp(reason = 'closed by the exchange: 1001'): void {
    for (const socket of this.upSockets) socket.lose(reason);
  }

  /** Subscribe messages of a channel, as lists of symbols. */
  asked(channel: string, method: 'subscribe' | 'unsubscribe' = 'subscribe'): (readonly string[])[] {
    return this.received
      .filter((message) => message.method === method && message.params?.channel === channel)
      .map(({ params }) => params?.symbol ?? []);
  }
}

export class ScriptedSocket implements Socket {
  readonly #kraken: ScriptedKraken;
  readonly #handlers: SocketHandlers;
  readonly #timers = new Set<() => void>();
  isUp = false;
  #isOver = false;

  constructor(kraken: ScriptedKraken, handlers: SocketHandlers) {
    this.#kraken = kraken;
    this.#handlers = handlers;
    this.#later(() => {
      if (!kraken.acceptsConnections) {
        this.lose('connect ECONNREFUSED');
        return;
      }
      this.isUp = true;
      handlers.opened();
      this.say(
        '{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"online","api_version":"v2","connection_id":2950167385101900187}]}',
      );
      this.#beat();
    });
  }

  say(frame: string): void {
    if (this.isUp) this.#handlers.received(frame);
  }

  lose(reason: string): void {
    if (this.#isOver) return;
    this.#end();
    this.#handlers.closed(reason);
  }

  send(frame: string): void {
    if (!this.isUp) return;
    const message: SubscribeMessage = JSON.parse(frame);
    this.#kraken.received.push(message);
    this.#later(() => this.#answer(message));
  }

  close(): void {
    this.#end();
  }

  terminate(): void {
    this.#end();
  }

  #end(): void {
    this.isUp = false;
    this.#isOver = true;
    for (const cancel of this.#timers) cancel();
  }

  #later(task: () => void, delayMs = DELAY_MS): void {
    const cancel = this.#kraken.time.after(delayMs, () => {
      this.#timers.delete(cancel);
      task();
    });
    this.#timers.add(cancel);
  }

  #beat(): void {
    this.#later(() => {
      if (this.#kraken.heartbeats) this.say('{"channel":"heartbeat"}');
      this.#beat();
    }, 1000);
  }

  #answer(message: SubscribeMessage): void {
    const { params } = message;
    if (message.method === 'ping') {
      if (this.#kraken.answersPings) this.say(`{"method":"pong",${TIMES}}`);
      return;
    }
    if (params === undefined) return;
    for (const symbol of params.symbol ?? ['']) {
      const treatment = this.#kraken.treatment.get(symbol === '' ? params.channel : symbol) ?? 'serve';
      for (const frame of answerFrames(treatment, symbol, message)) this.say(frame);
      const isServed = message.method === 'subscribe' && treatment === 'serve' && params.snapshot !== false;
      if (isServed)
        this.#later(() => this.#kraken.snapshotOf(params.channel, symbol, message).forEach((frame) => this.say(frame)));
      if (treatment === 'refuse-vaguely') break;
    }
  }
}

function answerFrames(
  treatment: Treatment,
  symbol: string,
  { method, params, req_id: id }: SubscribeMessage,
): string[] {
  const request = id === undefined ? '' : `,"req_id":${id}`;
  const named = symbol === '' ? '' : `,"symbol":"${symbol}"`;
  const refusal = (error: string, of = named) =>
    `{"error":"${error}","method":"${method}"${request},"success":false${of},${TIMES}}`;
  switch (treatment) {
    case 'serve':
    case 'acknowledge-only': {
      const more = Object.entries({ depth: params?.depth, interval: params?.interval })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `,"${name}":${value}`)
        .join('');
      return [
        `{"method":"${method}"${request},"result":{"channel":"${params?.channel}"${more},"snapshot":true${named}},"success":true,${TIMES}}`,
      ];
    }
    case 'refuse':
      return [refusal(`Currency pair not supported ${symbol}`)];
    case 'refuse-vaguely':
      return [refusal('Subscription depth not supported', '')];
    case 'later':
      return [refusal('EService:Unavailable')];
    case 'refuse-token':
      return method === 'subscribe' ? [refusal('ESession:Invalid session')] : [];
    case 'already':
      return method === 'subscribe' ? [refusal('Already subscribed')] : [];
    case 'ignore':
  }
  return [];
}

/** A first frame of each channel, in the words of the recordings. */
export function snapshotFrames(channel: string, symbol: string, { params }: SubscribeMessage): string[] {
  switch (channel) {
    case 'book':
      return [
        bookFrame(symbol, 'snapshot', '{"price":66788.0,"qty":3.21926649}', '{"price":66788.1,"qty":1.67939137}'),
      ];
    case 'ticker':
      return [tickerFrame(symbol, 'snapshot')];
    case 'trade':
      return [tradeFrame(symbol, 'snapshot', 70635251, 70635252)];
    case 'ohlc':
      return [candleFrame(symbol, 'snapshot', params?.interval ?? 1)];
    default:
  }
  return [];
}

type Kind = 'snapshot' | 'update';

export function bookFrame(symbol: string, type: Kind, bids: string, asks = '', checksum = 902440905): string {
  return `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":[${bids}],"asks":[${asks}],"checksum":${checksum},"timestamp":"2024-05-19T16:45:24.204654Z"}]}`;
}

export function tickerFrame(symbol: string, type: Kind): string {
  return `{"channel":"ticker","type":"${type}","data":[{"symbol":"${symbol}","bid":65972.8,"bid_qty":0.10000000,"ask":65972.9,"ask_qty":39.67506683,"last":65972.9,"volume":4216.61829370,"vwap":64275.2,"low":61325.4,"high":66450.0,"change":4412.1,"change_pct":7.17}]}`;
}

/** Trades numbered `from` to `to`. */
export function tradeFrame(symbol: string, type: Kind, from: number, to = from): string {
  const trades = Array.from(
    { length: to - from + 1 },
    (_, index) =>
      `{"symbol":"${symbol}","side":"sell","price":68466.9,"qty":0.01919415,"ord_type":"market","trade_id":${from + index},"timestamp":"2024-05-27T12:33:10.826003Z"}`,
  );
  return `{"channel":"trade","type":"${type}","data":[${trades.join(',')}]}`;
}

export function candleFrame(symbol: string, type: Kind, interval: number): string {
  return `{"channel":"ohlc","type":"${type}","timestamp":"2024-05-17T11:21:16.318303322Z","data":[{"symbol":"${symbol}","open":3027.80,"high":3027.80,"low":3026.13,"close":3026.13,"trades":9,"volume":13.31603062,"vwap":3027.01,"interval_begin":"2024-05-17T11:12:00.000000000Z","interval":${interval},"timestamp":"2024-05-17T11:13:00.000000Z"}]}`;
}
