import { Decimal } from '@fathom/contracts';
import { LocalKraken, ReplayedMarket, serve, systemTime } from '@fathom/kraken-simulator';
import { SeededRandom } from '@fathom/testkit';
import { denseMarket, QUOTES, somePairs } from './dense-market.js';

/** What it tells first: where it is, and a key. */
export interface LoadKrakenTells {
  readonly restUrl: string;
  readonly wsUrl: string;
  readonly wsAuthUrl: string;
  readonly key: string;
  readonly secret: string;
}

// The local Kraken of the load bench, in a process of its own, told how many pairs in its only argument.
const begin = systemTime.now();
const sources = somePairs(Number(process.argv[2])).map((instrument, index) =>
  denseMarket(instrument, begin, index + 1),
);
const kraken = new LocalKraken({
  market: new ReplayedMarket({ sources }),
  clock: systemTime,
  random: new SeededRandom(1),
});
const key = kraken.addCustomer({
  name: 'load',
  balances: new Map(QUOTES.map((quote) => [quote, Decimal.parse('10000000')])),
  tier: 'pro',
});
const { restUrl, wsUrl, wsAuthUrl } = await serve(kraken);
process.send?.({ restUrl, wsUrl, wsAuthUrl, key: key.key, secret: key.secret } satisfies LoadKrakenTells);
process.on('message', () =>
  process.send?.({ cpuMs: process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 }),
);
process.on('disconnect', () => process.exit(0));
