import { Decimal } from '@fathom/contracts';
import { LocalKraken, ReplayedMarket, serve } from '@fathom/kraken-simulator';
import { SeededRandom } from '@fathom/testkit';
import { denseMarket, QUOTES, somePairs } from './dense-market.js';
import { loadTime, type LoadTime } from './load-time.js';

/** What it tells first: where it is, and a key. */
export interface LoadKrakenTells {
  readonly restUrl: string;
  readonly wsUrl: string;
  readonly wsAuthUrl: string;
  readonly key: string;
  readonly secret: string;
}

// The local Kraken of the load bench, in a process of its own, told in its only argument how many pairs.
const told: LoadTime & { readonly pairs: number } = JSON.parse(process.argv[2] ?? '{}');
const time = loadTime(told);
const sources = somePairs(told.pairs).map((instrument, index) => denseMarket(instrument, told.begin, index + 1));
const kraken = new LocalKraken({
  market: new ReplayedMarket({ sources }),
  clock: time,
  random: new SeededRandom(1),
});
const key = kraken.addCustomer({
  name: 'load',
  balances: new Map(QUOTES.map((quote) => [quote, Decimal.parse('10000000')])),
  tier: 'pro',
});
const { restUrl, wsUrl, wsAuthUrl } = await serve(kraken, { time });
process.send?.({ restUrl, wsUrl, wsAuthUrl, key: key.key, secret: key.secret } satisfies LoadKrakenTells);
process.on('message', () =>
  process.send?.({ cpuMs: process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 }),
);
process.on('disconnect', () => process.exit(0));
