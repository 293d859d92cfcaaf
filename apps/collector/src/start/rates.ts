import type { CaptureFigures } from '@fathom/capture';

/** How much each new second counts: a rate follows within a few seconds. */
const WEIGHT = 0.3;

/** Messages a second of each subscription, smoothed. */
export class Rates {
  #kept: number[] = [];
  #rates: number[] = [];
  #at = 0;

  /** @param now milliseconds of a stopwatch. */
  update(figures: readonly CaptureFigures[], now: number): readonly number[] {
    const seconds = (now - this.#at) / 1000;
    if (seconds <= 0) return this.#rates;
    const isFirst = this.#kept.length === 0;
    this.#rates = figures.map(({ kept, dropped }, index) => {
      const rate = (kept + dropped - (this.#kept[index] ?? 0)) / seconds;
      const before = this.#rates[index];
      return isFirst || before === undefined ? 0 : before + (rate - before) * WEIGHT;
    });
    this.#kept = figures.map(({ kept, dropped }) => kept + dropped);
    this.#at = now;
    return this.#rates;
  }
}
