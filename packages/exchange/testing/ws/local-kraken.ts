import { Decimal, type Instrument } from '@fathom/contracts';
import { candleSource, InMemorySockets, keepTime, LocalKraken, ReplayedMarket } from '@fathom/kraken-simulator';
import { candle, ManualTime, SeededRandom } from '@fathom/testkit';
import { findInstrument } from '../../src/kraken/instruments.js';

/** 2026-08-02T00:00:00Z. */
const START = Date.UTC(2026, 7, 2);
const MINUTES = 240;

/** A minute of a market that goes up and down by a percent an hour. */
function minute(index: number, price: number) {
  const open = price * (1 + Math.sin(index / 10) / 100);
  const close = price * (1 + Math.sin((index + 1) / 10) / 100);
  const [high, low] = [Math.max(open, close) * 1.0005, Math.min(open, close) * 0.9995];
  return candle({ openTime: START - 60_000 + index * 60_000, open, high, low, close, volume: 3, trades: 60 });
}

function source(instrument: Instrument, price: number, seed: number) {
  const candles = Array.from({ length: MINUTES }, (_, index) => minute(index, price));
  return candleSource({ instrument, interval: 1, candles, seed, levels: 50, levelQuantity: Decimal.ONE });
}

/** A local Kraken in memory with two pairs, under a clock moved by hand; about a trade a second in each. */
export function localKraken(seed: number) {
  const time = new ManualTime(START);
  const market = new ReplayedMarket({
    sources: [source(findInstrument('BTC/USD'), 60_000, 1), source(findInstrument('ETH/USD'), 3000, 2)],
  });
  const kraken = new LocalKraken({ market, clock: time, random: new SeededRandom(seed) });
  const stop = keepTime(kraken, { clock: time, scheduler: time });
  return { time, kraken, market, stop, sockets: new InMemorySockets(kraken, time) };
}
