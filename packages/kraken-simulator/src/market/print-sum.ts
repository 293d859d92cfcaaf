import { Decimal } from '@fathom/contracts';
import type { Print } from './print.js';

/** Open, high, low, close, volume, count and cost of some prints. */
export class PrintSum {
  open = Number.NaN;
  high = Number.NEGATIVE_INFINITY;
  low = Number.POSITIVE_INFINITY;
  close = Number.NaN;
  volume = Decimal.ZERO;
  trades = 0;
  /** Σ price × quantity, quote units, exact: vwap is cut off at its digits, so the last of them must not be noise. */
  cost = Decimal.ZERO;

  /** `cost` is price × quantity. */
  add(print: Print, cost: Decimal): void {
    if (this.trades === 0) this.open = print.price;
    this.high = Math.max(this.high, print.price);
    this.low = Math.min(this.low, print.price);
    this.close = print.price;
    this.volume = this.volume.plus(print.quantity);
    this.trades += 1;
    this.cost = this.cost.plus(cost);
  }

  /** Appends later ones. */
  join(later: PrintSum): void {
    if (later.trades === 0) return;
    if (this.trades === 0) this.open = later.open;
    this.high = Math.max(this.high, later.high);
    this.low = Math.min(this.low, later.low);
    this.close = later.close;
    this.volume = this.volume.plus(later.volume);
    this.trades += later.trades;
    this.cost = this.cost.plus(later.cost);
  }

  /** Cut off, not rounded, as Kraken's rows show; 0 of nothing. */
  vwap(decimals: number): string {
    return (this.volume.isZero() ? Decimal.ZERO : this.cost.dividedBy(this.volume, decimals, 'down')).toFixed(decimals);
  }
}
