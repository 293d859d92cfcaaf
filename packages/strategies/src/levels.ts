import type { Candle, IndicatorValues } from '@fathom/contracts';
import { SupportResistance } from '@fathom/indicators';

/**
 * Support and resistance of the last `history` closes with the highest high and lowest low of as many candles.
 * No rule reads them, so a candle is merely remembered, and they are worked out when asked for.
 */
export class Levels {
  private readonly period: number;
  private readonly history: number;
  /** Rings of the last candles, the oldest at `next` once they are full. */
  private readonly highs: number[] = [];
  private readonly lows: number[] = [];
  private readonly closes: number[] = [];
  private next = 0;

  /** @param options `period` is the width of a turn; a `history` too short for one is made long enough */
  constructor({ period, history }: { readonly period: number; readonly history: number }) {
    this.period = period;
    this.history = Math.max(history, 2 * Math.ceil(period / 2) + 1);
  }

  update({ high, low, close }: Candle): void {
    const { next } = this;
    this.highs[next] = high;
    this.lows[next] = low;
    this.closes[next] = close;
    this.next = next + 1 === this.history ? 0 : next + 1;
  }

  /** Major is the lowest and minor the highest of the levels, as the original had it; NaN while there are none. */
  indicators(): IndicatorValues {
    const found = new SupportResistance({ period: this.period, history: this.history });
    for (const close of this.closes.slice(this.next)) found.update(close);
    for (const close of this.closes.slice(0, this.next)) found.update(close);
    const { supports, resistances } = found.value;
    return {
      'stochastic.support': supports,
      'stochastic.resistance': resistances,
      'sr.support_major': lowest(supports),
      'sr.support_minor': highest(supports),
      'sr.resistance_major': lowest(resistances),
      'sr.resistance_minor': highest(resistances),
      'stochastic.highest_high': highest(this.highs),
      'stochastic.lowest_low': lowest(this.lows),
    };
  }
}

function lowest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), values[0] ?? Number.NaN);
}

function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), values[0] ?? Number.NaN);
}
