import { type BookSnapshot, type BookUpdate, unitsText } from '@fathom/contracts';
import { OrderBook } from '@fathom/order-book';

/** A book that changes near its best prices, with the checksums an exchange would send. */
export class MadeUpStream {
  private readonly book: OrderBook;
  private readonly pair: string;
  private readonly depth: number;
  private readonly random: () => number;

  /** @param random uniform in [0, 1). */
  constructor(pair: string, depth: number, random: () => number) {
    this.pair = pair;
    this.depth = depth;
    this.random = random;
    this.book = new OrderBook(depth);
  }

  next(now: number): BookSnapshot | BookUpdate {
    if (this.book.state === 'unverifiable') {
      const side = (sign: number) =>
        Array.from({ length: this.depth }, (_, index) => this.level(sign * (index + 1) * 3));
      return this.message('book-snapshot', now, side(-1), side(1));
    }
    const sides: [bids: ReturnType<MadeUpStream['level']>[], asks: ReturnType<MadeUpStream['level']>[]] = [[], []];
    for (let count = this.random() < 0.5 ? 1 : 2; count > 0; count -= 1) {
      const isAsk = this.random() < 0.5;
      const side = isAsk ? this.book.asks : this.book.bids;
      const there = side.level(Math.floor(side.size * this.random() ** 2));
      const isRemoval = this.random() < 0.28 && side.size > this.depth / 2 && there !== undefined;
      const ticks = (isAsk ? 1 : -1) * (1 + Math.floor(this.random() ** 2 * this.depth * 3));
      sides[isAsk ? 1 : 0].push(isRemoval ? { price: there.price, quantity: '0.00000000' } : this.level(ticks));
    }
    return this.message('book-update', now, ...sides);
  }

  private level(ticks: number) {
    return { price: unitsText(633_887 + ticks, 1), quantity: unitsText(Math.floor(1e8 * (0.0001 + this.random())), 8) };
  }

  private message(
    type: 'book-snapshot' | 'book-update',
    now: number,
    bids: BookUpdate['bids'],
    asks: BookUpdate['asks'],
  ): BookSnapshot | BookUpdate {
    this.book.apply({ type, bids, asks, checksum: undefined });
    const { checksum } = this.book;
    return { type, pair: this.pair, time: now - 3, receivedAt: now, depth: this.depth, bids, asks, checksum };
  }
}
