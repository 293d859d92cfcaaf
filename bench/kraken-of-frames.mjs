// Kraken's socket as far as a recorder of books needs it, which sends frames made before, as fast as it is told to.
import { WebSocketServer } from 'ws';
import { referenceStream } from './book-stream.mjs';

/** So many writes a second at a steady rate. */
const TICKS = 500;

export class KrakenOfFrames {
  #bytes;
  #ends = [];
  #pairs;
  #server;
  #socket;
  #raw;
  #subscribed;
  /** Frames sent so far. */
  sent = 0;
  /** Settles when somebody has subscribed to all books. */
  subscribed = new Promise((done) => (this.#subscribed = done));

  constructor(options) {
    this.#pairs = options.pairs;
    const pieces = [];
    let size = 0;
    for (const { frame } of referenceStream(options)) {
      const bytes = encoded(frame);
      pieces.push(bytes);
      size += bytes.length;
      this.#ends.push(size);
    }
    this.#bytes = Buffer.concat(pieces);
  }

  listen() {
    this.#server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    this.#server.on('connection', (socket, { socket: raw }) => {
      socket.on('message', (data) => this.#answer({ socket, raw }, JSON.parse(data)));
      const beat = setInterval(() => socket.send('{"channel":"heartbeat"}'), 1000);
      socket.on('close', () => clearInterval(beat));
    });
    return new Promise((done) => {
      this.#server.on('listening', () => done(`ws://127.0.0.1:${this.#server.address().port}`));
    });
  }

  /** Sends all frames, `rate` a second or as fast as they are taken; ends when the other side has handled the last. */
  async send(rate) {
    const raw = this.#raw;
    raw.setNoDelay(true);
    const begun = process.hrtime.bigint();
    let sent = 0;
    while (sent < this.#ends.length) {
      const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
      // Snapshots first, all at once.
      const due = rate === 0 ? sent + 500 : this.#pairs + Math.floor(seconds * rate);
      const until = Math.min(due, this.#ends.length);
      if (until > sent) {
        const isRoom = raw.write(this.#bytes.subarray(this.#ends[sent - 1] ?? 0, this.#ends[until - 1]));
        sent = until;
        this.sent = sent;
        if (!isRoom) await new Promise((done) => raw.once('drain', done));
      }
      if (rate !== 0) await new Promise((done) => setTimeout(done, 1000 / TICKS));
    }
    // It is answered in turn.
    await new Promise((done) => {
      this.#socket.once('pong', done);
      this.#socket.ping();
    });
  }

  close() {
    this.#server.close();
    for (const client of this.#server.clients) client.terminate();
  }

  #answer({ socket, raw }, { method, params, req_id }) {
    if (method === 'ping') socket.send('{"method":"pong"}');
    if (method !== 'subscribe') return;
    const ack = (symbol) => {
      const result = { channel: params.channel, snapshot: true, ...(symbol && { symbol }) };
      socket.send(JSON.stringify({ method, result, success: true, req_id }));
    };
    if (params.channel === 'instrument') {
      ack();
      socket.send(
        JSON.stringify({ channel: 'instrument', type: 'snapshot', data: { assets: [], pairs: this.#rules() } }),
      );
    } else {
      for (const symbol of params.symbol) ack(symbol);
      this.#socket = socket;
      this.#raw = raw;
      this.#subscribed();
    }
  }

  #rules() {
    return Array.from({ length: this.#pairs }, (_, index) => ({
      symbol: `P${index}/USD`,
      base: `P${index}`,
      quote: 'USD',
      status: 'online',
      price_precision: 1,
      qty_precision: 8,
      cost_precision: 5,
      price_increment: 0.1,
      qty_min: 0.0001,
      cost_min: 0.5,
    }));
  }
}

/** A text message as a server puts it on the wire (RFC 6455, 5.2). */
function encoded(text) {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head =
    length < 126
      ? Buffer.from([0x81, length])
      : length < 65_536
        ? Buffer.from([0x81, 126, length >> 8, length & 255])
        : long(length);
  return Buffer.concat([head, payload]);
}

function long(length) {
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
