import {
  type BookLevel,
  type BookSnapshot,
  type BookUnits,
  type BookUpdate,
  Decimal,
  UsageError,
} from '@fathom/contracts';
import { BookSide } from './book-side.js';
import { shifted } from './crc-shift.js';
import { type DepthWalk, walkDepth } from './depth-walk.js';

/** Levels of which a book is made up, without whatever else an event says. With `units`, `bids` and `asks` are not read. */
export interface BookMessage extends Pick<BookSnapshot | BookUpdate, 'type' | 'bids' | 'asks' | 'units'> {
  /** The exchange's, to be compared with ours; undefined where nothing is to be compared. */
  readonly checksum: number | undefined;
}

/** A side's levels as those of `BookUnits`, in a list that may be longer: the first `count` levels are meant. */
export interface UnitLevels {
  readonly count: number;
  readonly units: ArrayLike<number>;
}

/** A snapshot or an update in whole numbers of `10^-decimals`, none above 2^53 − 1. */
export interface UnitMessage extends Pick<BookUnits, 'priceDecimals' | 'quantityDecimals'> {
  readonly isSnapshot: boolean;
  readonly bids: UnitLevels;
  readonly asks: UnitLevels;
  /** The exchange's, to be compared with ours; undefined where nothing is to be compared. */
  readonly checksum: number | undefined;
}

/**
 * How far a book can be trusted.
 * - `unverifiable`: there was no snapshot yet, so there is no book.
 * - `verified`: every checksum since the snapshot was right.
 * - `suspect`: one was not, until the next snapshot. A later right checksum heals nothing, because it covers only the
 *   best ten levels of each side.
 */
export type BookState = 'unverifiable' | 'verified' | 'suspect';

const HALF = Decimal.parse('0.5');

/**
 * An exchange's order book down to `depth` levels a side, proved with every message by Kraken's checksum.
 *
 * Prices and quantities are kept digit by digit as received, because the checksum is made of them. After each message
 * both sides are cut to `depth`: Kraken tells of no level that falls out of the depth subscribed to, so that a book
 * which is not cut goes stale within seconds (docs.kraken.com, "Book", "Book Checksum (v2)").
 */
export class OrderBook {
  /** Levels kept of each side. */
  readonly depth: number;
  /** Highest price first. */
  readonly bids: BookSide;
  /** Lowest price first. */
  readonly asks: BookSide;
  #state: BookState = 'unverifiable';
  #checksum = 0;

  /** @throws {UsageError} unless `depth` is a whole number ≥ 1. */
  constructor(depth: number) {
    if (!Number.isSafeInteger(depth) || depth < 1)
      throw new UsageError(`book depth ${depth} is not a whole number ≥ 1`);
    this.depth = depth;
    // The digits of the asks come first; those of the bids are put behind them when both are known.
    this.asks = new BookSide('asks', depth, -1);
    this.bids = new BookSide('bids', depth, 0);
  }

  get state(): BookState {
    return this.#state;
  }

  /**
   * Takes a snapshot or an update in and compares checksums. Without one the state says no more than whether there was a
   * snapshot. An update before any snapshot is left out.
   * @returns the state after it.
   * @throws {DataError} for a level that is not plain digits; the book is empty and `unverifiable` then.
   */
  apply(message: BookMessage): BookState {
    if (!this.#begins(message.type === 'book-snapshot')) return 'unverifiable';
    const { units, checksum } = message;
    if (units === undefined) this.#setTexts(message);
    else {
      this.bids.setAll(units.bids, units.bids.length / 2, units);
      this.asks.setAll(units.asks, units.asks.length / 2, units);
    }
    return this.#proved(checksum);
  }

  /** `apply` for levels that are known as whole numbers. */
  applyUnits(message: UnitMessage): BookState {
    if (!this.#begins(message.isSnapshot)) return 'unverifiable';
    const { bids, asks, checksum } = message;
    this.bids.setAll(bids.units, bids.count, message);
    this.asks.setAll(asks.units, asks.count, message);
    return this.#proved(checksum);
  }

  /** Whether there is a book that a message can be about. */
  #begins(isSnapshot: boolean): boolean {
    if (isSnapshot) {
      this.clear();
      this.#state = 'verified';
    }
    return this.#state !== 'unverifiable';
  }

  #setTexts({ bids, asks }: BookMessage): void {
    try {
      for (const { price, quantity } of bids) this.bids.set(price, quantity);
      for (const { price, quantity } of asks) this.asks.set(price, quantity);
    } catch (error) {
      this.clear();
      throw error;
    }
  }

  #proved(checksum: number | undefined): BookState {
    this.bids.truncate(this.depth);
    this.asks.truncate(this.depth);
    if (checksum !== undefined && this.checksum !== checksum) this.#state = 'suspect';
    return this.#state;
  }

  /** Forgets everything, as after a lost connection. */
  clear(): void {
    this.bids.clear();
    this.asks.clear();
    this.#state = 'unverifiable';
  }

  /**
   * Kraken's checksum of the book as it is, unsigned: CRC-32 over the ten lowest asks, then the ten highest bids, of
   * each level the digits of price and quantity without point and without zeros in front; of a side with fewer levels,
   * those there are.
   */
  get checksum(): number {
    const { asks, bids } = this;
    if (asks.topChanged || bids.topChanged) {
      const before = asks.checksummed();
      const own = bids.checksummed();
      this.#checksum = ~(shifted(before, bids.checksummedLength) ^ own) >>> 0;
    }
    return this.#checksum;
  }

  /** The highest bid; undefined on an empty side. */
  get bestBid(): BookLevel | undefined {
    return this.bids.level(0);
  }

  /** The lowest ask; undefined on an empty side. */
  get bestAsk(): BookLevel | undefined {
    return this.asks.level(0);
  }

  /** Half-way between the best prices, exact; undefined when a side is empty. */
  get mid(): Decimal | undefined {
    const { bestBid, bestAsk } = this;
    if (bestBid === undefined || bestAsk === undefined) return undefined;
    return Decimal.parse(bestBid.price).plus(Decimal.parse(bestAsk.price)).times(HALF);
  }

  /** Best ask − best bid in quote units, exact; negative in a crossed book, undefined when a side is empty. */
  get spread(): Decimal | undefined {
    const { bestBid, bestAsk } = this;
    if (bestBid === undefined || bestAsk === undefined) return undefined;
    return Decimal.parse(bestAsk.price).minus(Decimal.parse(bestBid.price));
  }

  /** 100 × (ask − bid) ÷ ask; undefined when a side is empty. */
  get spreadPercent(): number | undefined {
    const spread = this.spread;
    return spread === undefined ? undefined : (100 * spread.toNumber()) / this.asks.price(0);
  }

  /** Whether the best bid is as high as the best ask or higher, which no exchange's book is between two messages. */
  get isCrossed(): boolean {
    const spread = this.spread;
    return spread !== undefined && !spread.isPositive();
  }

  /**
   * (bid − ask) ÷ (bid + ask), the quantities of the best `levels` of each side summed: 1 is all bids, −1 all asks.
   * Undefined in an empty book.
   */
  imbalance(levels: number): number | undefined {
    const bid = quantityOf(this.bids, levels);
    const ask = quantityOf(this.asks, levels);
    return bid + ask === 0 ? undefined : (bid - ask) / (bid + ask);
  }

  /** What an order that took `quantity` base units (> 0) at once would get: a buy eats asks, a sell bids. */
  walk(side: 'buy' | 'sell', quantity: Decimal): DepthWalk {
    return walkDepth(side === 'buy' ? this.asks : this.bids, quantity);
  }
}

function quantityOf(side: BookSide, levels: number): number {
  let sum = 0;
  const count = Math.min(levels, side.size);
  for (let index = 0; index < count; index += 1) sum += side.quantity(index);
  return sum;
}
