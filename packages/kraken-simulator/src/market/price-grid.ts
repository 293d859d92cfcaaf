import type { Instrument } from '@fathom/contracts';

/** A pair's prices as whole numbers of ticks, and back as Kraken's digits. */
export class PriceGrid {
  readonly #decimals: number;
  readonly #factor: number;
  /** One tick in units of the last digit. */
  readonly #tick: number;

  constructor(instrument: Instrument) {
    this.#decimals = instrument.priceDecimals;
    this.#factor = 10 ** instrument.priceDecimals;
    this.#tick = Math.max(1, Math.round(instrument.tickSize.toNumber() * this.#factor));
  }

  /** The nearest tick, at least the first. */
  ticks(price: number): number {
    return Math.max(1, Math.round((price * this.#factor) / this.#tick));
  }

  price(ticks: number): number {
    return (ticks * this.#tick) / this.#factor;
  }

  text(ticks: number): string {
    return this.price(ticks).toFixed(this.#decimals);
  }
}
