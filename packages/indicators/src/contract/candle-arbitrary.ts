import { array, constantFrom, double, nat, record } from 'fast-check';
import type { RecordedCandle } from '../fixtures/kraken-candles.js';

const step = record({
  /** Flat candles repeat the last close, jumps are what a gap in the candles looks like, spikes last one candle. */
  kind: constantFrom('walk', 'walk', 'walk', 'flat', 'jump', 'spike'),
  move: double({ min: -1, max: 1, noNaN: true }),
  above: double({ min: 0, max: 0.01, noNaN: true }),
  below: double({ min: 0, max: 0.01, noNaN: true }),
  volume: constantFrom(0, 0.1, 1, 12.5, 1e-8, 1e6),
});

/** Candles of a made-up market: walks, flat stretches, jumps and spikes, on a price grid so that ties happen. */
export const candles = record({
  price: constantFrom(1e-6, 0.02, 1, 431.27, 65_000, 1e6),
  digits: constantFrom(3, 5, 12),
  flatStart: nat(40),
  steps: array(step, { minLength: 1, maxLength: 150 }),
}).map(({ price, digits, flatStart, steps }) => {
  const rows: RecordedCandle[] = [];
  const onGrid = (value: number) => Number(value.toPrecision(digits));
  let close = onGrid(price);
  steps.forEach(({ kind, move, above, below, volume }, i) => {
    if (kind === 'flat' || i < flatStart) {
      rows.push({ high: close, low: close, close, volume });
      return;
    }
    const factor = { walk: 1 + move / 100, jump: Math.exp(move), spike: 1 }[kind];
    const wick = kind === 'spike' ? 50 : 1;
    const last = close;
    close = onGrid(close * factor);
    const high = onGrid(Math.max(close, last) * (1 + above * wick));
    const low = onGrid(Math.min(close, last) * (1 - below * Math.min(wick, 90)));
    rows.push({ high: Math.max(high, close), low: Math.min(low, close), close, volume });
  });
  return rows;
});
