import { type Candle, Decimal, type Instrument } from '@fathom/contracts';
import { fetchTransport, findInstrument } from '@fathom/exchange';
import {
  candleSource,
  InMemorySockets,
  inMemoryTransport,
  keepTime,
  LocalKraken,
  ReplayedMarket,
} from '@fathom/kraken-simulator';
import { ManualTime, SeededRandom } from '@fathom/testkit';

/** 2026-08-02T00:00:00Z. */
const START = Date.UTC(2026, 7, 2);

/** A local Kraken in memory with two lively pairs, under a clock moved by hand; about a trade a second in each. */
export function localMarket(seed: number, minutes = 240) {
  const time = new ManualTime(START);
  const market = new ReplayedMarket({
    sources: [source(findInstrument('BTC/USD'), 60_000, minutes), source(findInstrument('ETH/USD'), 3000, minutes)],
  });
  const kraken = new LocalKraken({ market, clock: time, random: new SeededRandom(seed) });
  keepTime(kraken, { clock: time, scheduler: time });
  const transport = fetchTransport({ fetch: inMemoryTransport(kraken, time), scheduler: time });
  return { time, kraken, sockets: new InMemorySockets(kraken, time), transport };
}

function source(instrument: Instrument, price: number, minutes: number) {
  const candles = Array.from({ length: minutes }, (_, index) => minute(index, price));
  return candleSource({ instrument, interval: 1, candles, seed: price, levels: 50, levelQuantity: Decimal.ONE });
}

/** A minute of a market that goes up and down by a percent an hour. */
function minute(index: number, price: number): Candle {
  const open = price * (1 + Math.sin(index / 10) / 100);
  const close = price * (1 + Math.sin((index + 1) / 10) / 100);
  const [high, low] = [Math.max(open, close) * 1.0005, Math.min(open, close) * 0.9995];
  return { openTime: START - 60_000 + index * 60_000, open, high, low, close, volume: 3, trades: 60 };
}
