// The reference stream: a market of many pairs as frames of Kraken's, snapshots, then updates near the best prices, every
// checksum right, with times to the microsecond.
import { OrderBook } from '@fathom/order-book';

/** The same numbers for the same seed (mulberry32). */
function randomOf(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 2026-08-02T03:35:51.302928Z, microseconds since 1970 UTC. */
export const START_US = 1_785_641_751_302_928;

/** The same as `referenceStream`, all frames at once and without the time of their arrival. */
export function bookStream(options) {
  return Array.from(referenceStream(options), ({ frame }) => frame);
}

/**
 * `count` frames after one snapshot a pair, each with its arrival in microseconds since 1970 UTC. The n-th pair has a
 * share of 1/n of the updates; 1.8 levels an update, a quarter of them removals. Frames are 1/rate seconds apart in the
 * mean, and arrive 2 to 12 ms later.
 */
export function* referenceStream({ pairs, depth, count, seed, rate = 1_000 }) {
  const random = randomOf(seed);
  const weights = Array.from({ length: pairs }, (_, index) => 1 / (index + 1));
  const whole = weights.reduce((sum, weight) => sum + weight);
  const markets = weights.map((_, index) => new Market(`P${index}/USD`, 10_000 * (index + 1), depth, random));
  let us = START_US;
  let arrivedUs = us;
  const arrival = () => (arrivedUs = Math.max(arrivedUs, us + 2_000 + Math.floor(10_000 * random() ** 4)));
  for (const market of markets) yield { frame: market.snapshot(us), receivedUs: arrival() };
  for (let number = 0; number < count; number += 1) {
    us += Math.round((-Math.log(1 - random()) * 1e6) / rate);
    let pick = random() * whole;
    const index = weights.findIndex((weight) => (pick -= weight) < 0);
    yield { frame: markets[Math.max(0, index)].update(us), receivedUs: arrival() };
  }
}

class Market {
  #pair;
  #middle;
  #depth;
  #random;
  #book;

  constructor(pair, middle, depth, random) {
    this.#pair = pair;
    this.#middle = middle;
    this.#depth = depth;
    this.#random = random;
    this.#book = new OrderBook(depth);
  }

  snapshot(us) {
    const levels = (sign) => Array.from({ length: this.#depth }, (_, index) => this.#level(sign * (index + 1) * 3));
    return this.#frame(us, 'snapshot', levels(-1), levels(1));
  }

  update(us) {
    const sides = [[], []];
    const levels = this.#random() < 0.5 ? 1 : this.#random() < 0.6 ? 2 : 3;
    for (let number = 0; number < levels; number += 1) {
      const isAsk = this.#random() < 0.5;
      const side = isAsk ? this.#book.asks : this.#book.bids;
      const index = Math.floor(side.size * this.#random() ** 2);
      const there = side.level(index);
      const isRemoval = this.#random() < 0.28 && side.size > this.#depth / 2;
      if (isRemoval && there !== undefined) sides[isAsk ? 1 : 0].push({ price: there.price, quantity: '0.00000000' });
      else
        sides[isAsk ? 1 : 0].push(
          this.#level((isAsk ? 1 : -1) * (1 + Math.floor(this.#random() ** 2 * this.#depth * 3))),
        );
    }
    return this.#frame(us, 'update', ...sides);
  }

  #level(ticks) {
    const price = ((this.#middle * 10 + ticks) / 10).toFixed(1);
    return { price, quantity: (0.0001 + this.#random() * 3).toFixed(8) };
  }

  #frame(us, type, bids, asks) {
    this.#book.apply({ type: `book-${type}`, bids, asks, checksum: 0 });
    const { checksum } = this.#book;
    return `{"channel":"book","type":"${type}","data":[{"symbol":"${this.#pair}","bids":[${levelsText(bids)}],"asks":[${levelsText(asks)}],"checksum":${checksum},"timestamp":"${timestamp(us)}"}]}`;
  }
}

function timestamp(us) {
  return `${new Date(us / 1000).toISOString().slice(0, -1)}${String(us % 1000).padStart(3, '0')}Z`;
}

function levelsText(side) {
  return side.map(({ price, quantity }) => `{"price":${price},"qty":${quantity}}`).join(',');
}
