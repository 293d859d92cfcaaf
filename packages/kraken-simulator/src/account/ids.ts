import type { Random } from '@fathom/contracts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Ids in Kraken's form, never the same twice: `OQCLML-BW3P3-BUCMWZ` for an order, T… for a trade, L… for a ledger entry. */
export class Ids {
  readonly #random: Random;
  readonly #given = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  next(first: 'O' | 'T' | 'L'): string {
    for (;;) {
      const id = `${first}${this.#letters(5)}-${this.#letters(5)}-${this.#letters(6)}`;
      if (this.#given.has(id)) continue;
      this.#given.add(id);
      return id;
    }
  }

  #letters(count: number): string {
    return Array.from({ length: count }, () => LETTERS[Math.floor(this.#random.next() * LETTERS.length)]).join('');
  }
}
