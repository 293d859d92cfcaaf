import { type Candle, DataError } from '@fathom/contracts';
import { candle, candleSeries, candlesFrom, START } from '@fathom/testkit';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CandleOrigin, WarmUp } from './warm-up.js';

const FIVE = 5 * 60_000;

function warmUpOf(liveSince: number) {
  const series: Candle[] = [];
  const origins: CandleOrigin[] = [];
  const warmUp = new WarmUp({
    interval: 5,
    liveSince,
    onCandle(one, origin) {
      series.push(one);
      origins.push(origin);
    },
  });
  return { warmUp, series, origins };
}

describe('WarmUp', () => {
  it('drops what history had not finished and what history already had', () => {
    const { warmUp, series, origins } = warmUpOf(START + 2 * FIVE + 1);
    const history = candlesFrom([1, 2, 3, 4]);
    warmUp.history(history, START + 3 * FIVE + 1000);
    const live = candlesFrom([30, 40, 50], { openTime: START + 2 * FIVE });
    for (const one of live) warmUp.live(one);
    expect(series).toEqual([...history.slice(0, 3), ...live.slice(1)]);
    expect(origins).toEqual(['history', 'history', 'history', 'live', 'live']);
    expect([warmUp.overlapping, warmUp.filled]).toEqual([1, 0]);
  });

  it('takes a candle that closes at the very instant of the answer', () => {
    const { warmUp, series } = warmUpOf(START);
    warmUp.history(candlesFrom([1, 2]), START + 2 * FIVE);
    expect(series).toHaveLength(2);
  });

  it('fills what nobody had and says so', () => {
    const { warmUp, series, origins } = warmUpOf(START + 3 * FIVE);
    warmUp.history([candle({ close: 7 })], START + FIVE);
    warmUp.live(candle({ openTime: START + 3 * FIVE, close: 9 }));
    const empty = { open: 7, high: 7, low: 7, close: 7, volume: 0, trades: 0 };
    expect(series.slice(1, 3)).toEqual([
      { openTime: START + FIVE, ...empty },
      { openTime: START + 2 * FIVE, ...empty },
    ]);
    expect(origins).toEqual(['history', 'filled', 'filled', 'live']);
    expect(warmUp.filled).toBe(2);
  });

  it('marks a live candle whose beginning the feed missed', () => {
    const { warmUp, origins } = warmUpOf(START + 1);
    for (const one of candlesFrom([1, 2])) warmUp.live(one);
    expect(origins).toEqual(['partial', 'live']);
  });

  it('refuses history after live, out of order or off the clock', () => {
    const { warmUp } = warmUpOf(START);
    const [first, second] = candlesFrom([1, 2]);
    if (first === undefined || second === undefined) throw new Error('two candles');
    const now = START + 10 * FIVE;
    expect(() => warmUp.history([second, first], now)).toThrow(
      new DataError(`open time ${START} comes after ${START + FIVE}`),
    );
    expect(() => warmUp.history([candle({ openTime: START + 2 * FIVE + 1 })], now)).toThrow(DataError);
    warmUp.live(candle({ openTime: START + 4 * FIVE }));
    expect(() => warmUp.history([candle({ openTime: START + 5 * FIVE })], now)).toThrow(
      new DataError(`history of ${START + 5 * FIVE} comes after live candles`),
    );
  });

  it('yields each interval once, in order, wherever history ends (property)', () => {
    fc.assert(
      fc.property(candleSeries(5), fc.nat(60), fc.nat(60), (candles, end, begin) => {
        const { warmUp, series } = warmUpOf(START);
        const history = candles.slice(0, end);
        const live = candles.slice(Math.min(begin, end));
        const now = (history.at(-1)?.openTime ?? START) + FIVE / 2;
        warmUp.history(history, now);
        for (const one of live) warmUp.live(one);
        const first = series[0]?.openTime ?? 0;
        series.forEach((one, i) => expect(one.openTime).toBe(first + i * FIVE));
        // Whoever had a candle: it is there as it was, unless it was unfinished and live lacks it too.
        const finished = new Set([...history.slice(0, -1), ...live]);
        const byTime = new Map(series.map((one) => [one.openTime, one]));
        for (const one of finished) expect(byTime.get(one.openTime)).toEqual(one);
        expect(series).toHaveLength(finished.size + warmUp.filled);
      }),
    );
  });
});
