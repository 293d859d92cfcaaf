import { GapMap } from '@fathom/candles';
import type { Interval } from '@fathom/contracts';
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

  constructor(interval: Interval, startBalance: number) {
    this.gaps = new GapMap(interval);
    this.startBalance = startBalance;
  }

  mark(openTime: number, closeTime: number, close: number, equity: number, isExposed: boolean): void {
    this.curve ??= this.begin(openTime, close);
    this.lastClose = close;
    this.gaps.add(openTime);
    this.curve.mark(closeTime, equity, isExposed);
  }

  private begin(openTime: number, close: number): EquityCurve {
    this.first = { openTime, close };
    return new EquityCurve({ startBalance: this.startBalance, startTime: openTime });
  }
}
