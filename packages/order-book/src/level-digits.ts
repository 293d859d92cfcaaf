import { type BookLevel, unitsText } from '@fathom/contracts';
import { DigitCrc } from './digit-crc.js';
import { valueOf } from './digit-reader.js';

/** Marks a level whose digits are kept as text. */
const AS_TEXT = 255;
/** Stands for the length of digits that nobody has looked at yet; two texts have at most 96. */
const NOT_READ = 255;
const CRC = new DigitCrc();

/**
 * The digits of levels by slot, as numbers: a text held for long costs the garbage collector more than a book costs.
 * Nothing is lost, since digits are given back as they came; what a number cannot hold is kept as text.
 *
 * A thousand books do not fit a processor's cache, so what belongs to a slot lies side by side, in two columns.
 */
export class LevelDigits {
  capacity: number;
  /** Of each slot: price, quantity, both as whole numbers. */
  private units: Float64Array;
  /** Of each slot: the decimals of both and the length of the digits, a byte each; their CRC. Free: the next free one. */
  private words: Int32Array;
  private readonly texts = new Map<number, BookLevel>();
  private free = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
    this.units = new Float64Array(2 * capacity);
    this.words = new Int32Array(2 * capacity);
    this.releaseAll();
  }

  /** A slot that nobody has; −1 when there is none. */
  take(): number {
    const slot = this.free;
    if (slot === this.capacity) return -1;
    this.free = this.words[2 * slot] ?? 0;
    return slot;
  }

  release(slot: number): void {
    this.words[2 * slot] = this.free;
    this.free = slot;
  }

  releaseAll(): void {
    for (let slot = 0; slot < this.capacity; slot += 1) this.words[2 * slot] = slot + 1;
    this.free = 0;
    this.texts.clear();
  }

  /** Twice as many; the slots in use stay. To be called when none is free. */
  grow(): void {
    const before = this.capacity;
    this.capacity = 2 * before;
    const units = new Float64Array(2 * this.capacity);
    units.set(this.units);
    this.units = units;
    const words = new Int32Array(2 * this.capacity);
    words.set(this.words);
    for (let slot = before; slot < this.capacity; slot += 1) words[2 * slot] = slot + 1;
    this.words = words;
  }

  /** Digits that `units` and `decimals` say exactly. */
  set(slot: number, price: number, priceDecimals: number, quantity: number, quantityDecimals: number): void {
    const { units, words } = this;
    const at = 2 * slot;
    units[at] = price;
    units[at + 1] = quantity;
    words[at] = priceDecimals | (quantityDecimals << 8) | (NOT_READ << 16);
    if (this.texts.size > 0) this.texts.delete(slot);
  }

  setTexts(slot: number, price: string, quantity: string): void {
    this.words[2 * slot] = AS_TEXT | (NOT_READ << 16);
    this.texts.set(slot, { price, quantity });
  }

  /** Whether the price was set with just these numbers. */
  isPrice(slot: number, units: number, decimals: number): boolean {
    return this.units[2 * slot] === units && ((this.words[2 * slot] ?? 0) & 255) === decimals;
  }

  priceText(slot: number): string {
    const decimals = (this.words[2 * slot] ?? 0) & 255;
    return decimals === AS_TEXT ? this.textsOf(slot).price : unitsText(this.units[2 * slot] ?? 0, decimals);
  }

  level(slot: number): BookLevel {
    const word = this.words[2 * slot] ?? 0;
    return (word & 255) === AS_TEXT
      ? this.textsOf(slot)
      : { price: this.priceText(slot), quantity: unitsText(this.units[2 * slot + 1] ?? 0, (word >>> 8) & 255) };
  }

  quantity(slot: number): number {
    const word = this.words[2 * slot] ?? 0;
    return (word & 255) === AS_TEXT
      ? Number(this.textsOf(slot).quantity)
      : valueOf(this.units[2 * slot + 1] ?? 0, (word >>> 8) & 255);
  }

  /** How many digits a level has for the checksum. */
  length(slot: number): number {
    const length = (this.words[2 * slot] ?? 0) >>> 16;
    return length === NOT_READ ? this.read(slot) : length;
  }

  /** Their CRC, of a register that starts at zero; after `length`. */
  crc(slot: number): number {
    return this.words[2 * slot + 1] ?? 0;
  }

  /** Most levels are gone before they are among the best, so this is found out when a checksum is asked for. */
  private read(slot: number): number {
    const { units, words } = this;
    const at = 2 * slot;
    const decimals = (words[at] ?? 0) & 0xffff;
    CRC.restart();
    if ((decimals & 255) === AS_TEXT) {
      const { price, quantity } = this.textsOf(slot);
      CRC.addText(price);
      CRC.addText(quantity);
    } else {
      CRC.addUnits(units[at] ?? 0);
      CRC.addUnits(units[at + 1] ?? 0);
    }
    words[at] = decimals | (CRC.length << 16);
    words[at + 1] = CRC.register;
    return CRC.length;
  }

  private textsOf(slot: number): BookLevel {
    return this.texts.get(slot) ?? NONE;
  }
}

const NONE: BookLevel = { price: '', quantity: '' };
