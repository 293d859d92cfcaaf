import type { BookLevel, Instrument } from '@fathom/contracts';
import type { Print } from './print.js';

/** What a recording says of one pair at `time`: milliseconds since 1970 UTC by the recording's clock. */
export type SourceStep =
  | {
      readonly type: 'book-snapshot' | 'book-update';
      readonly time: number;
      readonly bids: readonly BookLevel[];
      readonly asks: readonly BookLevel[];
    }
  | { readonly type: 'market-traded'; readonly time: number; readonly trades: readonly Print[] };

/** One pair's recording. The steps are read once, in order of time, only as far as time has come. */
export interface MarketSource {
  readonly instrument: Instrument;
  readonly steps: Iterable<SourceStep>;
  /** How many levels the recorded book holds; what falls out of them is forgotten, as Kraken's feeds demand. */
  readonly depth?: number;
}
