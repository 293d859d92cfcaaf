import type { Candle, IndicatorValues, Plot } from '@fathom/contracts';
import type { CandleRow, ChartView } from '@fathom/dashboard';

/** A day of minutes, and a little more than the history a bot learns from. */
const MOST = 1_500;

/** The newest closed candles, with what the strategy's drawn indicators read after each; bounded. */
export class CandleMemory {
  private readonly plots: readonly Plot[];
  private candles: CandleRow[] = [];
  private values: Record<string, number | null>[] = [];

  constructor(plots: readonly Plot[]) {
    this.plots = plots;
  }

  /** @returns what of the indicators is drawn. */
  add(candle: Candle, indicators: IndicatorValues): Record<string, number | null> {
    const drawn: Record<string, number | null> = {};
    for (const { value } of this.plots) {
      const read = indicators[value];
      drawn[value] = typeof read === 'number' && Number.isFinite(read) ? read : null;
    }
    this.candles.push(rowOf(candle));
    this.values.push(drawn);
    // Cut now and then, not every time.
    if (this.candles.length > MOST * 1.2) {
      this.candles = this.candles.slice(-MOST);
      this.values = this.values.slice(-MOST);
    }
    return drawn;
  }

  /** @param growing the candle being formed. */
  view(growing: Candle | undefined): Pick<ChartView, 'candles' | 'isGrowing' | 'indicators'> {
    const last = this.candles.at(-1);
    const isGrowing = growing !== undefined && (last === undefined || growing.openTime > last[0]);
    return {
      candles: isGrowing ? [...this.candles, rowOf(growing)] : [...this.candles],
      isGrowing,
      indicators: Object.fromEntries(
        this.plots.map(({ value }) => [value, this.values.map((drawn) => drawn[value] ?? null)]),
      ),
    };
  }
}

export function rowOf({ openTime, open, high, low, close, volume }: Candle): CandleRow {
  return [openTime, open, high, low, close, volume];
}
