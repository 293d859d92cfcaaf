import { Decimal, INTERVALS, type Interval, intervalMs } from '@fathom/contracts';
import type { MarketCandle } from './market.js';
import type { Print } from './print.js';
import { PrintSum } from './print-sum.js';
import { Ring } from './ring.js';

/** What REST's OHLC gives at most (docs.kraken.com, Get OHLC Data). */
const MAX_CANDLES = 720;

interface OpenCandle {
  readonly openTime: number;
  readonly sum: PrintSum;
}

/** A pair's candles of every interval Kraken offers, made of its prints: the newest 720 each. */
export class CandleHistory {
  readonly #decimals: number;
  readonly #candles = new Map<Interval, { readonly closed: Ring<MarketCandle>; open: OpenCandle | undefined }>();

  constructor(priceDecimals: number) {
    this.#decimals = priceDecimals;
    for (const interval of INTERVALS) {
      this.#candles.set(interval, { closed: new Ring(MAX_CANDLES), open: undefined });
    }
  }

  /** `cost` is price × quantity. */
  add(print: Print, cost: Decimal): void {
    for (const [interval, candles] of this.#candles) {
      const openTime = Math.floor(print.time / intervalMs(interval)) * intervalMs(interval);
      if (candles.open?.openTime !== openTime) {
        if (candles.open !== undefined) candles.closed.push(this.#view(candles.open));
        candles.open = { openTime, sum: new PrintSum() };
      }
      candles.open.sum.add(print, cost);
    }
  }

  /** The candle of the last print; undefined before the first. */
  newest(interval: Interval): MarketCandle | undefined {
    const open = this.#candles.get(interval)?.open;
    return open === undefined ? undefined : this.#view(open);
  }

  /** The newest 720 up to the one `now` lies in, oldest first; intervals without prints repeat the close before. */
  upTo(now: number, interval: Interval): MarketCandle[] {
    const length = intervalMs(interval);
    const first = Math.floor(now / length) * length - (MAX_CANDLES - 1) * length;
    const candles = this.#candles.get(interval);
    const newest = this.newest(interval);
    if (candles === undefined || newest === undefined) return [];
    const noVwap = (0).toFixed(this.#decimals);
    const filled: MarketCandle[] = [];
    for (const candle of [...candles.closed.slice(0, MAX_CANDLES), newest]) {
      fill(filled, candle.openTime, length, first, noVwap);
      filled.push(candle);
    }
    fill(filled, Math.floor(now) + 1, length, first, noVwap);
    return filled.slice(-MAX_CANDLES);
  }

  #view({ openTime, sum }: OpenCandle): MarketCandle {
    const digits = this.#decimals;
    return {
      openTime,
      open: sum.open.toFixed(digits),
      high: sum.high.toFixed(digits),
      low: sum.low.toFixed(digits),
      close: sum.close.toFixed(digits),
      vwap: sum.vwap(digits),
      volume: sum.volume,
      trades: sum.trades,
    };
  }
}

/** Empty candles after the last one, those that open before `end` and not before `first`. */
function fill(candles: MarketCandle[], end: number, length: number, first: number, noVwap: string): void {
  const last = candles.at(-1);
  if (last === undefined) return;
  const { close } = last;
  for (let openTime = Math.max(last.openTime + length, first); openTime < end; openTime += length) {
    candles.push({
      openTime,
      open: close,
      high: close,
      low: close,
      close,
      vwap: noVwap,
      volume: Decimal.ZERO,
      trades: 0,
    });
  }
}
