import type { IndicatorValues } from '@fathom/contracts';
import { Macd, type MacdOptions } from '@fathom/indicators';

/** A MACD that remembers its histogram of one candle ago. Both are NaN until there, so no comparison holds. */
export class MacdCrossing {
  readonly warmup: number;
  previous = Number.NaN;
  histogram = Number.NaN;
  private readonly macd: Macd;

  constructor(options: MacdOptions) {
    this.macd = new Macd(options);
    this.warmup = this.macd.warmup;
  }

  update(price: number): void {
    this.macd.update(price);
    this.previous = this.histogram;
    this.histogram = this.macd.histogram;
  }

  indicators(): IndicatorValues {
    const { line, signal, histogram } = this.macd;
    return { 'macd.macd': line, 'macd.signal': signal, 'macd.histogram': histogram };
  }
}
