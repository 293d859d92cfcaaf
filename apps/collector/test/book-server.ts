import type { BookSnapshot, BookUpdate } from '@fathom/contracts';
import type { Socket, SocketHandlers, SocketTransport } from '@fathom/exchange';
import { OrderBook } from '@fathom/order-book';
import type { ManualTime } from '@fathom/testkit';

/** An exchange with one book, which answers whoever asks for it with the whole of it as it is now. */
export class BookServer implements SocketTransport {
  readonly #pair: string;
  readonly #time: ManualTime;
  readonly #book: OrderBook;
  #handlers: SocketHandlers | undefined;
  #isWanted = false;

  constructor(pair: string, depth: number, time: ManualTime) {
    this.#pair = pair;
    this.#time = time;
    this.#book = new OrderBook(depth);
  }

  open(_url: string, handlers: SocketHandlers): Socket {
    this.#isWanted = false;
    this.#time.after(1, () => {
      this.#handlers = handlers;
      handlers.opened();
    });
    return {
      send: (text) => this.#time.after(1, () => this.#answer(text)),
      close: () => this.#gone(handlers),
      terminate: () => this.#gone(handlers),
    };
  }

  /** The market moves on. */
  apply(message: BookSnapshot | BookUpdate): void {
    this.#book.apply(message);
  }

  /** Whether whoever asked for the book has it, and is told what becomes of it. */
  get isWanted(): boolean {
    return this.#isWanted;
  }

  send(bytes: Buffer): void {
    this.#handlers?.received(bytes);
  }

  #gone(handlers: SocketHandlers): void {
    if (this.#handlers === handlers) this.#handlers = undefined;
  }

  #answer(text: string): void {
    const { method, req_id: id, params }: Request = JSON.parse(text);
    const answer = (result: object) => this.#say({ method, result, success: true, req_id: id });
    if (method === 'ping') this.#say({ method: 'pong', req_id: id });
    else if (method === 'unsubscribe') {
      this.#isWanted = false;
      answer({ channel: params?.channel, symbol: this.#pair });
    } else if (method === 'subscribe') {
      this.#isWanted = true;
      answer({ channel: params?.channel, symbol: this.#pair, depth: this.#book.depth, snapshot: true });
      this.send(Buffer.from(this.#snapshot()));
    }
  }

  #say(frame: object): void {
    this.send(Buffer.from(JSON.stringify(frame)));
  }

  #snapshot(): string {
    const { bids, asks, depth, checksum } = this.#book;
    const side = (levels: OrderBook['bids']) =>
      levels
        .levels(depth)
        .map(({ price, quantity }) => `{"price":${price},"qty":${quantity}}`)
        .join(',');
    return `{"channel":"book","type":"snapshot","data":[{"symbol":"${this.#pair}","bids":[${side(bids)}],"asks":[${side(asks)}],"checksum":${checksum}}]}`;
  }
}

interface Request {
  readonly method: string;
  readonly req_id?: number;
  readonly params?: { readonly channel: string };
}
