import { Decimal, type Instrument, type MarketTrade } from '@fathom/contracts';
import { findInstrument, instrumentIds } from '@fathom/exchange';
import { tradeSource, type MarketSource } from '@fathom/kraken-simulator';
import { SeededRandom } from '@fathom/testkit';

/** A trade in five seconds. */
export const TRADES_A_SECOND = 0.2;
const HISTORY_MINUTES = 60;
const LEVELS = 10;
const PRICE = 100;
/** Of the price, up or down from trade to trade. */
const STEP = 0.006;

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
    price = Math.max(10, Math.round(price * (1 + (random.next() - 0.5) * STEP) * 10) / 10);
    id += 1;
    time += (1000 / TRADES_A_SECOND) * (0.5 + random.next());
    yield { time, price, quantity: Decimal.parse('0.5'), id };
  }
}
