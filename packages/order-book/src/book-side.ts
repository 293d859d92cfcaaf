import { type BookLevel, type BookUnits, unitsText } from '@fathom/contracts';
import { shifted } from './crc-shift.js';
import { DigitCrc } from './digit-crc.js';
import { DigitReader, valueOf } from './digit-reader.js';
import { TextSide } from './text-side.js';

/** How many levels of a side Kraken's checksum covers. */
const COVERED = 10;
const PRICE = new DigitReader();
const QUANTITY = new DigitReader();
const CRC = new DigitCrc();

/** A row's columns: sign × ticks, lots, and the digits' check, 0 until somebody asks for it. */
const ROW = 3;
const LOTS = 1;
const CHECK = 2;
/** A check is `length × 2^32 + CRC`. Most levels are gone before they are among the best, so it is found out late. */
const HIGH = 2 ** 32;
/** Before the rows, of none, one, two and so on of the best levels: the CRC register after them, how many digits they have. */
const SUM = 2;
const FIRST_ROW = Math.ceil((SUM * (COVERED + 1)) / ROW);
/** The worst rows go by moving the first one up: so many may have gone before the others are moved down again. */
const SLACK = 32;
/** Rows that lie in two or three lines of a processor's cache. */
const FEW = 4;

type Decimals = Pick<BookUnits, 'priceDecimals' | 'quantityDecimals'>;

/**
 * One side of a book, best price first. Digits stay as they came.
 *
 * They are kept as whole numbers, which give the text back: a text held for long costs the garbage collector more than a
 * book costs. A thousand books do not fit a processor's cache, so all of a side is one list of rows, sorted, the best one
 * last: what happens, happens near the best price, and little lies behind it then. What whole numbers of one size cannot
 * say is kept as text, until the side is cleared.
 */
export class BookSide {
  /** +1 where low prices are best (asks), −1 where high ones are (bids). */
  private readonly sign: 1 | -1;
  private rows: Float64Array;
  private worst: number;
  private end: number;
  /** Of all rows; −1 while nothing is known. */
  private priceDecimals = -1;
  private quantityDecimals = -1;
  /** All levels, instead of rows, where those cannot say them. */
  private texts: TextSide | undefined;
  /** The best index at which something is another than when the checksum was last asked for; `COVERED` when nothing is. */
  private changedFrom = 0;

  /** @param register what the CRC register is before the side's digits. */
  constructor(side: 'bids' | 'asks', depth: number, register: number) {
    this.sign = side === 'asks' ? 1 : -1;
    this.rows = new Float64Array(ROW * (FIRST_ROW + depth + SLACK));
    this.rows[0] = register;
    this.worst = FIRST_ROW + depth;
    this.end = this.worst;
  }

  /** How many levels there are. */
  get size(): number {
    return this.texts === undefined ? this.end - this.worst : this.texts.size;
  }

  /** The level at `index`, 0 the best; undefined beyond the last. */
  level(index: number): BookLevel | undefined {
    if (this.texts !== undefined) return this.texts.level(index);
    if (!(index >= 0 && index < this.size)) return undefined;
    return {
      price: unitsText(this.ticks(index), this.priceDecimals),
      quantity: unitsText(this.rows[this.at(index) + LOTS] ?? 0, this.quantityDecimals),
    };
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
    if (index >= this.size) return Number.NaN;
    return this.texts === undefined
      ? valueOf(this.ticks(index), this.priceDecimals)
      : Number(this.texts.level(index)?.price);
  }

  /** The quantity at `index` as the nearest double; NaN beyond the last. */
  quantity(index: number): number {
    if (index >= this.size) return Number.NaN;
    return this.texts === undefined
      ? valueOf(this.rows[this.at(index) + LOTS] ?? 0, this.quantityDecimals)
      : Number(this.texts.level(index)?.quantity);
  }

  /** Whether one of the levels the checksum covers is another one than at the last `checksummed()`. */
  get topChanged(): boolean {
    return this.changedFrom < COVERED;
  }

  clear(): void {
    // Levels of a snapshot come best first.
    this.worst = this.rows.length / ROW - SLACK;
    this.end = this.worst;
    this.priceDecimals = -1;
    this.quantityDecimals = -1;
    this.texts = undefined;
    this.changedFrom = 0;
  }

  /**
   * Puts a level in, replaces the one of its price, or with quantity 0 takes that away.
   * @throws {DataError} for anything but plain digits; nothing has changed then.
   */
  set(price: string, quantity: string): void {
    PRICE.read(price);
    QUANTITY.read(quantity);
    if (PRICE.isExact(price) && QUANTITY.isExact(quantity) && this.hasDecimals(PRICE.decimals, QUANTITY.decimals)) {
      this.setUnits(PRICE.units, QUANTITY.units);
    } else {
      this.texts ??= new TextSide(this.sign, this.levels());
      this.texts.set(price, quantity, QUANTITY.units === 0);
      this.changedFrom = 0;
    }
  }

  /** `set` of the first `count` levels of a list of whole numbers: price, quantity, price and so on. */
  setAll(units: ArrayLike<number>, count: number, { priceDecimals, quantityDecimals }: Decimals): void {
    if (count === 0) return;
    const isPlain = this.hasDecimals(priceDecimals, quantityDecimals);
    for (let at = 0; at < 2 * count; at += 2) {
      const price = units[at] ?? 0;
      const quantity = units[at + 1] ?? 0;
      if (isPlain) this.setUnits(price, quantity);
      else this.set(unitsText(price, priceDecimals), unitsText(quantity, quantityDecimals));
    }
  }

  /** Drops everything beyond the best `depth` levels. */
  truncate(depth: number): void {
    if (this.size <= depth) return;
    if (this.texts === undefined) this.worst = this.end - depth;
    else this.texts.truncate(depth);
    this.changed(depth);
  }

  /** The CRC register after the digits of the covered levels. */
  checksummed(): number {
    const { rows } = this;
    const count = Math.min(this.size, COVERED);
    let index = this.changedFrom;
    let register = rows[SUM * index] ?? 0;
    let total = rows[SUM * index + 1] ?? 0;
    for (; index < count; index += 1) {
      const check = this.check(index);
      const length = Math.floor(check / HIGH);
      register = shifted(register | 0, length) ^ (check | 0);
      total += length;
      rows[SUM * (index + 1)] = register;
      rows[SUM * (index + 1) + 1] = total;
    }
    this.changedFrom = COVERED;
    return rows[SUM * count] ?? 0;
  }

  /** How many digits `checksummed` went over. */
  get checksummedLength(): number {
    return this.rows[SUM * Math.min(this.size, COVERED) + 1] ?? 0;
  }

  private check(index: number): number {
    if (this.texts !== undefined) return textCheck(this.texts.level(index));
    const { rows } = this;
    const at = this.at(index);
    let check = rows[at + CHECK] ?? 0;
    if (check === 0) {
      CRC.restart();
      CRC.addUnits(Math.abs(rows[at] ?? 0));
      CRC.addUnits(rows[at + LOTS] ?? 0);
      check = CRC.length * HIGH + (CRC.register >>> 0);
      rows[at + CHECK] = check;
    }
    return check;
  }

  /** Where the row of `index` begins. */
  private at(index: number): number {
    return ROW * (this.end - 1 - index);
  }

  private ticks(index: number): number {
    return this.sign * (this.rows[this.at(index)] ?? 0);
  }

  /** Whether rows can say levels of these decimals. */
  private hasDecimals(price: number, quantity: number): boolean {
    if (this.priceDecimals < 0) {
      this.priceDecimals = price;
      this.quantityDecimals = quantity;
    }
    return this.priceDecimals === price && this.quantityDecimals === quantity && this.texts === undefined;
  }

  private setUnits(ticks: number, lots: number): void {
    const key = this.sign * ticks;
    const row = this.firstFrom(key);
    const { rows } = this;
    const isThere = row < this.end && rows[ROW * row] === key;
    if (lots === 0) {
      if (isThere) this.remove(row);
    } else if (isThere) {
      rows[ROW * row + LOTS] = lots;
      rows[ROW * row + CHECK] = 0;
      this.changed(this.end - 1 - row);
    } else this.insert(row, key, lots);
  }

  /** Something at or behind `index` is another. */
  private changed(index: number): void {
    if (index < this.changedFrom) this.changedFrom = index;
  }

  /** The first row whose key is not beyond `key`. */
  private firstFrom(key: number): number {
    const { rows } = this;
    let low = this.worst;
    let high = this.end;
    // From the best in steps that double: it is near, and what lies there is touched anyway.
    for (let step = 4; high - step > low; step *= 2) {
      if ((rows[ROW * (high - step)] ?? 0) > key) {
        low = high - step + 1;
        break;
      }
      high -= step;
    }
    while (high - low > FEW) {
      const middle = (low + high) >>> 1;
      if ((rows[ROW * middle] ?? 0) > key) low = middle + 1;
      else high = middle;
    }
    // The last few without branching: nobody can foretell which one it is, and a branch foretold wrong takes longer.
    for (let count = high - low; count > 0; ) {
      const half = (count + 1) >>> 1;
      low += Math.imul(half, Number((rows[ROW * (low + half - 1)] ?? 0) > key));
      count -= half;
    }
    return low;
  }

  private insert(before: number, key: number, lots: number): void {
    let row = before;
    if (row - this.worst < this.end - row && this.worst > FIRST_ROW) {
      row -= 1;
      this.moveDown(this.worst, row + 1);
      this.worst -= 1;
    } else {
      if (ROW * this.end === this.rows.length) {
        row -= this.worst - FIRST_ROW;
        this.makeRoom();
      }
      this.moveUp(row, this.end);
      this.end += 1;
    }
    const { rows } = this;
    const at = ROW * row;
    rows[at] = key;
    rows[at + LOTS] = lots;
    rows[at + CHECK] = 0;
    this.changed(this.end - 1 - row);
  }

  private remove(row: number): void {
    this.changed(this.end - 1 - row);
    if (row - this.worst < this.end - row) {
      this.moveUp(this.worst, row);
      this.worst += 1;
    } else {
      this.moveDown(row + 1, this.end);
      this.end -= 1;
    }
  }

  /** Moves rows one place towards the best. */
  private moveUp(from: number, end: number): void {
    if (from < end) this.rows.copyWithin(ROW * (from + 1), ROW * from, ROW * end);
  }

  /** Moves rows one place towards the worst. */
  private moveDown(from: number, end: number): void {
    if (from < end) this.rows.copyWithin(ROW * (from - 1), ROW * from, ROW * end);
  }

  /** Moves the rows down; into a longer list when there is nowhere to move them. */
  private makeRoom(): void {
    const { rows, worst, end } = this;
    if (worst === FIRST_ROW) {
      this.rows = new Float64Array(2 * rows.length);
      this.rows.set(rows);
      return;
    }
    rows.copyWithin(ROW * FIRST_ROW, ROW * worst, ROW * end);
    this.worst = FIRST_ROW;
    this.end = end - (worst - FIRST_ROW);
  }
}

function textCheck(level: BookLevel | undefined): number {
  CRC.restart();
  CRC.addText(level?.price ?? '');
  CRC.addText(level?.quantity ?? '');
  return CRC.length * HIGH + (CRC.register >>> 0);
}
