import { type BookLevel, type BookUnits, Decimal, unitsText } from '@fathom/contracts';
import { shifted } from './crc-shift.js';
import { DigitReader, valueOf } from './digit-reader.js';
import { LevelDigits } from './level-digits.js';

/** How many levels of a side Kraken's checksum covers. */
const COVERED = 10;
const PRICE = new DigitReader();
const QUANTITY = new DigitReader();

type Decimals = Pick<BookUnits, 'priceDecimals' | 'quantityDecimals'>;

/**
 * One side of a book, best price first. Digits stay as they came.
 *
 * Digits lie by slot and never move; what is kept sorted is the slots' numbers and the prices as doubles, the best one
 * last: what happens, happens near the best price, and little lies behind it then. A double decides all but prices that
 * differ beyond its digits: those are compared exactly.
 */
export class BookSide {
  /** +1 where low prices are best (asks), −1 where high ones are (bids). */
  readonly #sign: 1 | -1;
  readonly #digits: LevelDigits;
  /** Sign × price, descending, from `#worst` to before `#end`. */
  #keys: Float64Array;
  /** In the order of `#keys`. */
  #slots: Uint32Array;
  #worst = 0;
  #end = 0;
  /** The CRC register after so many of the best levels, and how many digits those have. */
  readonly #registers = new Int32Array(COVERED + 1);
  readonly #lengths = new Int32Array(COVERED + 1);
  /** The best index at which something is another than when the checksum was last asked for; `COVERED` when nothing is. */
  #changedFrom = 0;

  /** @param register what the CRC register is before the side's digits. */
  constructor(side: 'bids' | 'asks', capacity: number, register: number) {
    this.#sign = side === 'asks' ? 1 : -1;
    this.#digits = new LevelDigits(capacity);
    // The worst ones go by moving `#worst` up, so there must be room above.
    this.#keys = new Float64Array(2 * capacity);
    this.#slots = new Uint32Array(2 * capacity);
    this.#registers[0] = register;
  }

  /** How many levels there are. */
  get size(): number {
    return this.#end - this.#worst;
  }

  /** The level at `index`, 0 the best; undefined beyond the last. */
  level(index: number): BookLevel | undefined {
    return index >= 0 && index < this.size ? this.#digits.level(this.#slotAt(index)) : undefined;
  }

  /** The best `count` levels, best first; all without it. */
  levels(count = this.size): BookLevel[] {
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
    return index < this.size ? this.#sign * (this.#keys[this.#end - 1 - index] ?? Number.NaN) : Number.NaN;
  }

  /** The quantity at `index` as the nearest double; NaN beyond the last. */
  quantity(index: number): number {
    return index < this.size ? this.#digits.quantity(this.#slotAt(index)) : Number.NaN;
  }

  /** Whether one of the levels the checksum covers is another one than at the last `checksummed()`. */
  get topChanged(): boolean {
    return this.#changedFrom < COVERED;
  }

  clear(): void {
    this.#worst = 0;
    this.#end = 0;
    this.#digits.releaseAll();
    this.#changedFrom = 0;
  }

  /**
   * Puts a level in, replaces the one of its price, or with quantity 0 takes that away.
   * @throws {DataError} for anything but plain digits; nothing has changed then.
   */
  set(price: string, quantity: string): void {
    PRICE.read(price);
    QUANTITY.read(quantity);
    if (PRICE.isExact(price) && QUANTITY.isExact(quantity)) {
      this.setUnits(PRICE.units, PRICE.decimals, QUANTITY.units, QUANTITY.decimals);
      return;
    }
    const key = this.#sign * PRICE.valueOf(price);
    const at = this.#exactFrom(this.#firstFrom(key), key, price);
    const isThere = at < this.#end && this.#keys[at] === key && this.#order(price, at) === 0;
    if (QUANTITY.units === 0) {
      if (isThere) this.#remove(at);
      return;
    }
    this.#digits.setTexts(isThere ? this.#replaced(at) : this.#inserted(at, key), price, quantity);
  }

  /** `set` for digits that are known as whole numbers: `units × 10^-decimals`, units at most 2^53 − 1, decimals below 23. */
  setUnits(priceUnits: number, priceDecimals: number, quantityUnits: number, quantityDecimals: number): void {
    const key = this.#sign * valueOf(priceUnits, priceDecimals);
    let at = this.#firstFrom(key);
    let isThere = false;
    if (at < this.#end && this.#keys[at] === key) {
      isThere = this.#digits.isPrice(this.#slots[at] ?? 0, priceUnits, priceDecimals);
      if (!isThere) {
        const price = unitsText(priceUnits, priceDecimals);
        at = this.#exactFrom(at, key, price);
        isThere = at < this.#end && this.#keys[at] === key && this.#order(price, at) === 0;
      }
    }
    if (quantityUnits === 0) {
      if (isThere) this.#remove(at);
      return;
    }
    const slot = isThere ? this.#replaced(at) : this.#inserted(at, key);
    this.#digits.set(slot, priceUnits, priceDecimals, quantityUnits, quantityDecimals);
  }

  /** `setUnits` of the first `count` levels of a list: price, quantity, price and so on. */
  setAll(units: ArrayLike<number>, count: number, { priceDecimals, quantityDecimals }: Decimals): void {
    for (let at = 0; at < 2 * count; at += 2) {
      this.setUnits(units[at] ?? 0, priceDecimals, units[at + 1] ?? 0, quantityDecimals);
    }
  }

  /** Drops everything beyond the best `depth` levels. */
  truncate(depth: number): void {
    if (this.size <= depth) return;
    while (this.size > depth) {
      this.#digits.release(this.#slots[this.#worst] ?? 0);
      this.#worst += 1;
    }
    this.#changed(depth);
  }

  /** The CRC register after the digits of the covered levels. */
  checksummed(): number {
    const registers = this.#registers;
    const lengths = this.#lengths;
    const digits = this.#digits;
    const count = Math.min(this.size, COVERED);
    for (let index = this.#changedFrom; index < count; index += 1) {
      const slot = this.#slotAt(index);
      const length = digits.length(slot);
      registers[index + 1] = shifted(registers[index] ?? 0, length) ^ digits.crc(slot);
      lengths[index + 1] = (lengths[index] ?? 0) + length;
    }
    this.#changedFrom = COVERED;
    return registers[count] ?? 0;
  }

  /** How many digits `checksummed` went over. */
  get checksummedLength(): number {
    return this.#lengths[Math.min(this.size, COVERED)] ?? 0;
  }

  #slotAt(index: number): number {
    return this.#slots[this.#end - 1 - index] ?? 0;
  }

  /** Something at or behind `index` is another. */
  #changed(index: number): void {
    if (index < this.#changedFrom) this.#changedFrom = index;
  }

  /** The first place whose key is not beyond `key`. */
  #firstFrom(key: number): number {
    const keys = this.#keys;
    let low = this.#worst;
    let high = this.#end;
    // From the best in steps that double: it is near, and what lies there is touched anyway.
    for (let step = 4; high - step > low; step *= 2) {
      if ((keys[high - step] ?? 0) > key) {
        low = high - step + 1;
        break;
      }
      high -= step;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] ?? 0) > key) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Among levels that look alike as doubles: the first that is not worse than `price`. */
  #exactFrom(first: number, key: number, price: string): number {
    let at = first;
    while (at < this.#end && this.#keys[at] === key && this.#order(price, at) < 0) at += 1;
    return at;
  }

  /** Negative when `price` is better than the level at a place, 0 when it is its price. */
  #order(price: string, at: number): number {
    const there = Decimal.parse(this.#digits.priceText(this.#slots[at] ?? 0));
    return this.#sign * Decimal.parse(price).compare(there);
  }

  /** The slot at a place, whose quantity is about to be another. */
  #replaced(at: number): number {
    this.#changed(this.#end - 1 - at);
    return this.#slots[at] ?? 0;
  }

  /** A slot for a new level before the one at a place. */
  #inserted(before: number, key: number): number {
    let at = before;
    if (this.#end === this.#keys.length) {
      at -= this.#worst;
      this.#moveDown();
    }
    let slot = this.#digits.take();
    if (slot < 0) {
      this.#grow();
      slot = this.#digits.take();
    }
    const keys = this.#keys;
    const slots = this.#slots;
    for (let to = this.#end; to > at; to -= 1) {
      keys[to] = keys[to - 1] ?? 0;
      slots[to] = slots[to - 1] ?? 0;
    }
    keys[at] = key;
    slots[at] = slot;
    this.#end += 1;
    this.#changed(this.#end - 1 - at);
    return slot;
  }

  #remove(at: number): void {
    const keys = this.#keys;
    const slots = this.#slots;
    this.#digits.release(slots[at] ?? 0);
    const last = this.#end - 1;
    for (let to = at; to < last; to += 1) {
      keys[to] = keys[to + 1] ?? 0;
      slots[to] = slots[to + 1] ?? 0;
    }
    this.#end = last;
    this.#changed(last - at);
  }

  #moveDown(): void {
    this.#keys.copyWithin(0, this.#worst, this.#end);
    this.#slots.copyWithin(0, this.#worst, this.#end);
    this.#end -= this.#worst;
    this.#worst = 0;
  }

  #grow(): void {
    this.#digits.grow();
    const keys = new Float64Array(2 * this.#digits.capacity);
    keys.set(this.#keys);
    this.#keys = keys;
    const slots = new Uint32Array(2 * this.#digits.capacity);
    slots.set(this.#slots);
    this.#slots = slots;
  }
}
