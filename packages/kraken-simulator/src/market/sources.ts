import type { Candle, CandleColumns, Instrument, Interval, MarketTrade } from '@fathom/contracts';
import { candlePrints } from './candle-prints.js';
import { columnCandles } from './column-candles.js';
import type { Print } from './print.js';
import { type FrameAt, recordedSteps } from './recorded-steps.js';
import type { MarketSource } from './source.js';
import { type SyntheticBookOptions, syntheticSteps } from './synthetic-steps.js';

type BookShape = Omit<SyntheticBookOptions, 'instrument'>;

export interface CandleSourceOptions extends BookShape {
  readonly instrument: Instrument;
  /** Length of the candles, minutes. */
  readonly interval: Interval;
  readonly candles: CandleColumns | Iterable<Candle>;
  /** See `candlePrints`. */
  readonly maxPrints?: number;
}

/** A market out of candles: prints and book are made up so that they rebuild the candles. */
export function candleSource(options: CandleSourceOptions): MarketSource {
  const { candles, instrument } = options;
  const rows = Symbol.iterator in candles ? candles : columnCandles(candles);
  return { instrument, steps: syntheticSteps(candlePrints(rows, options), options) };
}

export interface TradeSourceOptions extends BookShape {
  readonly instrument: Instrument;
  readonly trades: Iterable<MarketTrade>;
}

/** A market out of prints: the book around them is made up. Where a print lacks them it gets the next number and the side its price moved to. */
export function tradeSource({ trades, ...options }: TradeSourceOptions): MarketSource {
  return { instrument: options.instrument, steps: syntheticSteps(numbered(trades), options) };
}

export interface RecordingSourceOptions {
  readonly instrument: Instrument;
  readonly frames: Iterable<FrameAt>;
  /** The depth that was subscribed when it was recorded. */
  readonly depth: number;
}

/** A market out of recorded frames: its book is the recorded one, level for level; prints only where they were recorded. */
export function recordingSource({ instrument, frames, depth }: RecordingSourceOptions): MarketSource {
  return { instrument, depth, steps: recordedSteps(frames, instrument.name) };
}

function* numbered(trades: Iterable<MarketTrade>): Generator<Print> {
  let id = 0;
  let before: Print | undefined;
  for (const trade of trades) {
    id = trade.id ?? id + 1;
    const moved = before === undefined || trade.price === before.price ? (before?.side ?? 'buy') : undefined;
    const side = trade.side ?? moved ?? (before !== undefined && trade.price < before.price ? 'sell' : 'buy');
    const print: Print = { ...trade, id, side, orderType: 'limit' };
    before = print;
    yield print;
  }
}
