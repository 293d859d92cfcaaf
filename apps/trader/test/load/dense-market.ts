import { Decimal, type Instrument, type MarketTrade } from '@fathom/contracts';
import { findInstrument, instrumentIds } from '@fathom/exchange';
import { tradeSource, type MarketSource } from '@fathom/kraken-simulator';
import { SeededRandom } from '@fathom/testkit';

/** Twenty trades a second on each pair: a pair with one trade in five seconds, replayed at a hundred times its speed. */
const TRADES_A_SECOND = 20;
const HISTORY_MINUTES = 60;
const PAST_TRADES_A_MINUTE = 8;
const LEVELS = 10;
const PRICE = 100;

/** What the pairs are quoted in. */
export const QUOTES = ['USD', 'EUR'] as const;

/** The first so many pairs in which a price of 100.1 can be quoted. */
export function somePairs(count: number): Instrument[] {
  return instrumentIds()
    .map((id) => findInstrument(id))
    .filter(({ quote, priceDecimals }) => QUOTES.some((known) => known === quote) && priceDecimals >= 1)
    .slice(0, count);
}

/** A market of a pair that walks at random, from an hour before `begin` (milliseconds since 1970 UTC) on, without end. */
export function denseMarket(instrument: Instrument, begin: number, seed: number): MarketSource {
  return tradeSource({ instrument, trades: walk(begin, seed), seed, levels: LEVELS });
}

function* walk(begin: number, seed: number): Generator<MarketTrade> {
  const random = new SeededRandom(seed);
  let price = PRICE;
  let id = 0;
  let time = begin - HISTORY_MINUTES * 60_000;
  for (;;) {
    const pauseMs = time < begin ? 60_000 / PAST_TRADES_A_MINUTE : 1000 / TRADES_A_SECOND;
    // A hundred minutes pass in one.
    const step = time < begin ? 0.006 : 0.0006;
    price = Math.max(10, Math.round(price * (1 + (random.next() - 0.5) * step) * 10) / 10);
    id += 1;
    time += pauseMs * (0.5 + random.next());
    yield { time, price, quantity: Decimal.parse('0.5'), id };
  }
}
