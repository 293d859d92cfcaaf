import { Decimal, type Instrument } from '@fathom/contracts';
import {
  inMemoryTransport,
  keepTime,
  LocalKraken,
  type KeyOptions,
  ReplayedMarket,
  type SourceStep,
} from '@fathom/kraken-simulator';
import { fetchTransport } from '../../src/kraken/rest/fetch-transport.js';
import { KrakenRest, type KrakenRestOptions } from '../../src/kraken/rest/kraken-rest.js';
import { MemoryNonce } from '../../src/kraken/rest/nonce.js';
import { Secret } from '../../src/kraken/rest/secret.js';
import { BTC_USD } from './pairs.js';

/** When the markets begin: 2026-01-05 00:00 UTC. */
export const START = Date.UTC(2026, 0, 5);

type Time = NonNullable<KrakenRestOptions['time']>;

export interface LocalOptions {
  readonly time: Time;
  readonly random: { next(): number };
  readonly balances?: Readonly<Record<string, string>>;
  readonly tier?: 'starter' | 'intermediate' | 'pro';
  readonly key?: KeyOptions;
  readonly steps?: Iterable<SourceStep>;
}

/** A book of two levels a side around 50,000. */
export const CALM: readonly SourceStep[] = [
  {
    type: 'book-snapshot',
    time: START - 60_000,
    bids: [
      { price: '49999.0', quantity: '1.00000000' },
      { price: '49990.0', quantity: '5.00000000' },
    ],
    asks: [
      { price: '50001.0', quantity: '1.00000000' },
      { price: '50010.0', quantity: '5.00000000' },
    ],
  },
];

/** A local Kraken in memory and a client of its one customer. */
export function localKraken({
  time,
  random,
  balances = { USD: '100000', BTC: '2' },
  tier = 'pro',
  key,
  steps = CALM,
}: LocalOptions) {
  const { name, id, base, quote, priceDecimals, quantityDecimals, costDecimals, tickSize, minQuantity, minCost } =
    BTC_USD;
  const instrument: Instrument = {
    name,
    id,
    base,
    quote,
    priceDecimals,
    quantityDecimals,
    costDecimals,
    tickSize,
    minQuantity,
    minCost,
  };
  const kraken = new LocalKraken({
    market: new ReplayedMarket({ sources: [{ instrument, steps }] }),
    clock: time,
    random,
  });
  const held = new Map(Object.entries(balances).map(([asset, amount]) => [asset, Decimal.parse(amount)]));
  const { key: apiKey, secret } = kraken.addCustomer({ name: 'alice', balances: held, tier }, key);
  const keys = { key: new Secret(apiKey), secret: new Secret(secret), origin: 'test' };
  const fetch = inMemoryTransport(kraken, time);
  const client = (options: Partial<KrakenRestOptions> = {}) =>
    new KrakenRest({
      keys,
      nonces: new MemoryNonce(time),
      transport: fetchTransport({ fetch, scheduler: time }),
      time,
      tier,
      ...options,
    });
  return { kraken, client, keys, stop: keepTime(kraken, { clock: time, scheduler: time }) };
}
