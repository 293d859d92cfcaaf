import { type BookLevel, Decimal } from '@fathom/contracts';

interface TextLevel extends BookLevel {
  readonly exact: Decimal;
}

/** A side of a book whose digits are kept as text, for those no whole number says: slow, exact and short. */
export class TextSide {
  /** +1 where low prices are best, −1 where high ones are. */
  private readonly sign: 1 | -1;
  /** Best first. */
  private readonly sorted: TextLevel[] = [];

  constructor(sign: 1 | -1, levels: readonly BookLevel[]) {
    this.sign = sign;
    for (const { price, quantity } of levels) this.sorted.push({ price, quantity, exact: Decimal.parse(price) });
  }

  get size(): number {
    return this.sorted.length;
  }

  level(index: number): BookLevel | undefined {
    const level = this.sorted[index];
    return level && { price: level.price, quantity: level.quantity };
  }

  /** Puts a level of plain digits in, replaces the one of its price, or takes that away. */
  set(price: string, quantity: string, isGone: boolean): void {
    const exact = Decimal.parse(price);
    let at = 0;
    let order = -1;
    for (; at < this.sorted.length; at += 1) {
      order = this.sign * (this.sorted[at]?.exact.compare(exact) ?? 0);
      if (order >= 0) break;
    }
    const level = isGone ? [] : [{ price, quantity, exact }];
    this.sorted.splice(at, order === 0 ? 1 : 0, ...level);
  }

  truncate(depth: number): void {
    this.sorted.length = Math.min(this.sorted.length, depth);
  }
}
