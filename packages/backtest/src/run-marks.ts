import { GapMap } from '@fathom/candles';
import { type CandleColumns, type Interval, intervalMs } from '@fathom/contracts';
import { EquityCurve } from '@fathom/ledger';

/** What a run keeps of the candles that counted. */
export class RunMarks {
  readonly gaps: GapMap;
  /** Undefined until there was one. */
  curve: EquityCurve | undefined = undefined;
  /** Opening time and close of the first of them. */
  first: { readonly openTime: number; readonly close: number } | undefined = undefined;
  lastClose = Number.NaN;
  private readonly startBalance: number;
  private readonly lengthMs: number;

  constructor(interval: Interval, startBalance: number) {
    this.gaps = new GapMap(interval);
    this.startBalance = startBalance;
    this.lengthMs = intervalMs(interval);
  }

  mark(openTime: number, close: number, equity: number, isExposed: boolean): void {
    this.curve ??= this.begin(openTime, close);
    this.lastClose = close;
    this.gaps.add(openTime);
    this.curve.mark(openTime + this.lengthMs, equity, isExposed);
  }

  /**
   * Marks candles one after the other.
   * @param equity as each of them closed
   * @param exposed how many of them closed with something held
   */
  markRows({ openTime, close }: CandleColumns, from: number, to: number, equity: Float64Array, exposed: number): void {
    if (from >= to) return;
    const times = openTime.subarray(from, to);
    this.curve ??= this.begin(times[0] ?? Number.NaN, close[from] ?? Number.NaN);
    this.lastClose = close[to - 1] ?? Number.NaN;
    this.gaps.addRows(times);
    this.curve.markRows(times, this.lengthMs, equity, exposed);
  }

  private begin(openTime: number, close: number): EquityCurve {
    this.first = { openTime, close };
    return new EquityCurve({ startBalance: this.startBalance, startTime: openTime });
  }
}
