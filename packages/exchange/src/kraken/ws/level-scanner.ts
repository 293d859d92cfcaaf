import type { DigitScanner } from './digit-scanner.js';
import { BYTES, Literal, NOT_THIS } from './frame-bytes.js';

const PRICE = new Literal('{"price":');
const QUANTITY = new Literal(',"qty":');
const COMMA = 44;
const BRACKET = 93;
const BRACE = 125;
const NONE: readonly number[] = [];

/** Reads a list of levels as whole numbers: price, quantity, price and so on. */
export class LevelScanner {
  /** Where the list ended that was read last; `NOT_THIS` when it was none. */
  end = NOT_THIS;
  private readonly prices: DigitScanner;
  private readonly quantities: DigitScanner;

  constructor(prices: DigitScanner, quantities: DigitScanner) {
    this.prices = prices;
    this.quantities = quantities;
  }

  read(start: number): readonly number[] {
    const { prices, quantities } = this;
    this.end = start;
    if (BYTES[start] === BRACKET) return NONE;
    let levels: number[] | undefined;
    for (let at = start; ; at += 1) {
      at = prices.read(PRICE.past(at));
      at = quantities.read(QUANTITY.past(at));
      if (at === NOT_THIS || BYTES[at] !== BRACE) break;
      // One level is what most lists have; a list that begins empty would be made longer at once.
      if (levels === undefined) levels = [prices.units, quantities.units];
      else levels.push(prices.units, quantities.units);
      at += 1;
      this.end = at;
      if (BYTES[at] === BRACKET) return levels;
      if (BYTES[at] !== COMMA) break;
    }
    this.end = NOT_THIS;
    return NONE;
  }
}
