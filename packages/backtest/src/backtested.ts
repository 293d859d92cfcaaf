import type { Candle } from '@fathom/contracts';
import type { GapMap } from '@fathom/candles';
import type { EquityCurve, Ledger } from '@fathom/ledger';
import type { BacktestOptions } from './backtest-options.js';

/** What a report is made of: a run, whatever its orders were filled from. */
export interface Backtested {
  readonly options: BacktestOptions;
  readonly ledger: Ledger;
  readonly gaps: GapMap;
  /** Equity at every candle's close that counted; undefined until there was one. */
  readonly curve: EquityCurve | undefined;
  /** First candle that counted. */
  readonly first: Pick<Candle, 'openTime' | 'close'> | undefined;
  /** Close of the last candle that counted; NaN until there was one. */
  readonly lastClose: number;
  /** Candles played, warm-up included. */
  readonly candles: number;
  /** Candles in which the assumed order of events decided something. */
  readonly ambiguousCandles: number;
}
