import { type BookLevel, Decimal } from '@fathom/contracts';
import { crcShift } from './crc-shift.js';
import { DigitColumn } from './digit-column.js';
import { DigitReader, textOf, valueOf } from './digit-reader.js';

/** How many levels of a side Kraken's checksum covers. */
const COVERED = 10;
/** Stands for the length of digits that nobody has looked at yet; two texts have at most 96. */
const NOT_READ = 255;

/**
 * One side of a book, best price first. Digits stay as they came.
 *
 * Levels lie in columns by slot and never move; what is kept sorted is the slots' numbers and the prices as doubles.
 * A double decides all but prices that differ beyond its digits: those are compared exactly.
 */
export class BookSide {
  /** +1 where low prices are best (asks), −1 where high ones are (bids). */
  readonly #sign: 1 | -1;
  readonly #price = new DigitReader();
  readonly #quantity = new DigitReader();
  #size = 0;
  #capacity: number;
  /** Sign × price, ascending; the first `#size` count. */
  #keys: Float64Array;
  /** Slots in the order of `#keys`; behind the first `#size` the free ones. */
  #slots: Uint32Array;
  readonly #prices: DigitColumn;
  readonly #quantities: DigitColumn;
  #crcs: Int32Array;
  #lengths: Uint8Array;
  #topChanged = true;

  constructor(side: 'bids' | 'asks', capacity: number) {
    this.#sign = side === 'asks' ? 1 : -1;
    this.#capacity = capacity;
    this.#keys = new Float64Array(capacity);
    this.#slots = Uint32Array.from({ length: capacity }, (_, slot) => slot);
    this.#prices = new DigitColumn(capacity);
    this.#quantities = new DigitColumn(capacity);
    this.#crcs = new Int32Array(capacity);
    this.#lengths = new Uint8Array(capacity);
  }

  /** How many levels there are. */
  get size(): number {
    return this.#size;
  }

  /** The level at `index`, 0 the best; undefined beyond the last. */
  level(index: number): BookLevel | undefined {
    if (!(index >= 0 && index < this.#size)) return undefined;
    const slot = this.#slots[index] ?? 0;
    return { price: this.#prices.text(slot), quantity: this.#quantities.text(slot) };
  }

  /** The best `count` levels, best first; all without it. */
  levels(count = this.#size): BookLevel[] {
    const levels: BookLevel[] = [];
    for (let index = 0; index < count; index += 1) {
      const level = this.level(index);
      if (level === undefined) break;
      levels.push(level);
    }
    return levels;
  }

  /** The price at `index` as the nearest double; NaN beyond the last. */
  price(index: number): number {
    return index < this.#size ? this.#sign * (this.#keys[index] ?? Number.NaN) : Number.NaN;
  }

  /** The quantity at `index` as the nearest double; NaN beyond the last. */
  quantity(index: number): number {
    return index < this.#size ? this.#quantities.value(this.#slots[index] ?? 0) : Number.NaN;
  }

  /** Whether one of the levels the checksum covers is another one than at the last `checksummed()`. */
  get topChanged(): boolean {
    return this.#topChanged;
  }

  clear(): void {
    this.#size = 0;
    this.#topChanged = true;
  }

  /**
   * Puts a level in, replaces the one of its price, or with quantity 0 takes that away.
   * @throws {DataError} for anything but plain digits; nothing has changed then.
   */
  set(price: string, quantity: string): void {
    const priceRead = this.#price;
    priceRead.restart();
    priceRead.read(price);
    const quantityRead = this.#quantity;
    quantityRead.crc = priceRead.crc;
    quantityRead.length = priceRead.length;
    quantityRead.read(quantity);
    const { units, decimals } = priceRead;
    const key = this.#sign * priceRead.valueOf(price);
    const isExact = priceRead.isExact(price);
    let index = this.#firstFrom(key);
    let found = false;
    if (index < this.#size && this.#keys[index] === key) {
      found = isExact && this.#prices.is(this.#slots[index] ?? 0, units, decimals);
      if (!found) {
        index = this.#exactFrom(index, key, price);
        found = index < this.#size && this.#order(price, index) === 0;
      }
    }
    if (quantityRead.units === 0) {
      if (found) this.#remove(index);
      return;
    }
    if (!found) this.#makeRoom(index, key);
    const slot = this.#slots[index] ?? 0;
    if (isExact) this.#prices.set(slot, units, decimals);
    else this.#prices.setText(slot, price);
    if (quantityRead.isExact(quantity)) this.#quantities.set(slot, quantityRead.units, quantityRead.decimals);
    else this.#quantities.setText(slot, quantity);
    this.#crcs[slot] = quantityRead.crc;
    this.#lengths[slot] = quantityRead.length;
    if (index < COVERED) this.#topChanged = true;
  }

  /**
   * `set` for digits that are known as whole numbers: `units × 10^-decimals`, units at most 2^53 − 1, decimals below 23.
   * What they mean for the checksum is found out when a checksum is asked for.
   */
  setUnits(priceUnits: number, priceDecimals: number, quantityUnits: number, quantityDecimals: number): void {
    const key = this.#sign * valueOf(priceUnits, priceDecimals);
    let index = this.#firstFrom(key);
    let found = false;
    if (index < this.#size && this.#keys[index] === key) {
      found = this.#prices.is(this.#slots[index] ?? 0, priceUnits, priceDecimals);
      if (!found) {
        const price = textOf(priceUnits, priceDecimals);
        index = this.#exactFrom(index, key, price);
        found = index < this.#size && this.#order(price, index) === 0;
      }
    }
    if (quantityUnits === 0) {
      if (found) this.#remove(index);
      return;
    }
    if (!found) this.#makeRoom(index, key);
    const slot = this.#slots[index] ?? 0;
    this.#prices.set(slot, priceUnits, priceDecimals);
    this.#quantities.set(slot, quantityUnits, quantityDecimals);
    this.#lengths[slot] = NOT_READ;
    if (index < COVERED) this.#topChanged = true;
  }

  /** Drops everything beyond the best `depth` levels. */
  truncate(depth: number): void {
    if (this.#size <= depth) return;
    this.#size = depth;
    if (depth < COVERED) this.#topChanged = true;
  }

  /** The CRC register after the digits of the covered levels, when it was `crc` before them. */
  checksummed(crc: number): number {
    let register = crc;
    const count = this.#size < COVERED ? this.#size : COVERED;
    for (let index = 0; index < count; index += 1) {
      const slot = this.#slots[index] ?? 0;
      if (this.#lengths[slot] === NOT_READ) this.#readSlot(slot);
      const shift = crcShift(this.#lengths[slot] ?? 0);
      register =
        (shift[register & 255] ?? 0) ^
        (shift[256 + ((register >>> 8) & 255)] ?? 0) ^
        (shift[512 + ((register >>> 16) & 255)] ?? 0) ^
        (shift[768 + (register >>> 24)] ?? 0) ^
        (this.#crcs[slot] ?? 0);
    }
    this.#topChanged = false;
    return register;
  }

  /** What `set` finds out about a level's digits at once. */
  #readSlot(slot: number): void {
    const reader = this.#price;
    reader.restart();
    reader.readUnits(this.#prices.units(slot));
    reader.readUnits(this.#quantities.units(slot));
    this.#crcs[slot] = reader.crc;
    this.#lengths[slot] = reader.length;
  }

  /** The first index whose key is not before `key`. */
  #firstFrom(key: number): number {
    const keys = this.#keys;
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Among levels that look alike as doubles: the first that is not before `price`. */
  #exactFrom(first: number, key: number, price: string): number {
    let index = first;
    while (index < this.#size && this.#keys[index] === key && this.#order(price, index) > 0) index += 1;
    return index;
  }

  /** Negative when `price` comes before the level at `index`, 0 when it is its price. */
  #order(price: string, index: number): number {
    const there = Decimal.parse(this.#prices.text(this.#slots[index] ?? 0));
    return this.#sign * Decimal.parse(price).compare(there);
  }

  #makeRoom(index: number, key: number): void {
    if (this.#size === this.#capacity) this.#grow();
    const free = this.#slots[this.#size] ?? 0;
    for (let at = this.#size; at > index; at -= 1) {
      this.#keys[at] = this.#keys[at - 1] ?? 0;
      this.#slots[at] = this.#slots[at - 1] ?? 0;
    }
    this.#keys[index] = key;
    this.#slots[index] = free;
    this.#size += 1;
  }

  #remove(index: number): void {
    const freed = this.#slots[index] ?? 0;
    const last = this.#size - 1;
    for (let at = index; at < last; at += 1) {
      this.#keys[at] = this.#keys[at + 1] ?? 0;
      this.#slots[at] = this.#slots[at + 1] ?? 0;
    }
    this.#slots[last] = freed;
    this.#size = last;
    if (index < COVERED) this.#topChanged = true;
  }

  #grow(): void {
    const old = this.#capacity;
    this.#capacity = old * 2;
    this.#keys = grown(this.#keys, new Float64Array(this.#capacity));
    this.#slots = grown(this.#slots, new Uint32Array(this.#capacity));
    for (let slot = old; slot < this.#capacity; slot += 1) this.#slots[slot] = slot;
    this.#prices.grow(this.#capacity);
    this.#quantities.grow(this.#capacity);
    this.#crcs = grown(this.#crcs, new Int32Array(this.#capacity));
    this.#lengths = grown(this.#lengths, new Uint8Array(this.#capacity));
  }
}

function grown<T extends Float64Array | Uint32Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
