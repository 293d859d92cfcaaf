import { INTERVALS, type Interval } from '@fathom/contracts';
import type { MarketCandle } from '../../market/market.js';
import { quantityText } from '../digits.js';
import type { Pair } from '../pairs.js';
import { invalid } from '../refusal.js';
import type { PublicCall } from './public-call.js';

const MOST = 720;

/**
 * At most the newest 720 candles, however far back `since` lies; those that opened after it, and always the unfinished
 * one. `last` is the last finished one, to be the next `since` (docs.kraken.com, "Get OHLC Data").
 */
export const ohlc: PublicCall = (args, { market, pairs }) => {
  const pair = pairs.find(args.required('pair'));
  const interval = intervalOf(args.integer('interval') ?? 1);
  const since = args.number('since');
  const candles = market.ohlc(pair.instrument.name, interval).slice(-MOST);
  const wanted = candles.filter(
    (candle, index) => since === undefined || candle.openTime > since * 1000 || index === candles.length - 1,
  );
  const last = candles.at(-2)?.openTime ?? candles.at(-1)?.openTime ?? 0;
  return { [pair.id]: wanted.map((candle) => row(candle, pair)), last: last / 1000 };
};

function intervalOf(minutes: number): Interval {
  const interval = INTERVALS.find((candidate) => candidate === minutes);
  if (interval === undefined) throw invalid('interval');
  return interval;
}

function row({ openTime, open, high, low, close, vwap, volume, trades }: MarketCandle, pair: Pair) {
  return [openTime / 1000, open, high, low, close, vwap, quantityText(volume, pair), trades];
}
